package im.hongyan.client.message;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Recalled;
import org.jspecify.annotations.Nullable;

/** What becomes of a message: the rules of {@code docs/protocol.md}, "Changes", as a join that no order and no repeat alters. */
final class States {
    private States() {}

    /** What a message does to another, as that other one's state without anything else; null when it does nothing. */
    static @Nullable Message doneBy(Message change) {
        Content content = change.getContent();
        return switch (content.getKindCase()) {
            case RECALL ->
                Message.newBuilder()
                        .setSequence(content.getRecall().getSequence())
                        .setRecalled(Recalled.newBuilder()
                                .setBy(change.getSender())
                                .setTime(change.getTime())
                                .setSequence(change.getSequence()))
                        .build();
            case EDIT -> editedBy(change, content.getEdit());
            default -> null;
        };
    }

    private static @Nullable Message editedBy(Message change, Edit edit) {
        if (!edit.hasText() || edit.getRevision() == 0) {
            return null;
        }
        return Message.newBuilder()
                .setSequence(edit.getSequence())
                .setContent(Content.newBuilder().setText(edit.getText()))
                .setRevision(edit.getRevision())
                .setEditedAt(change.getTime())
                .setEditSequence(change.getSequence())
                .build();
    }

    /** What two states of one message are together. */
    static Message join(Message one, Message other) {
        Message.Builder joined = (one.getMessageId().isEmpty() ? other : one).toBuilder();
        if (one.hasRecalled() || other.hasRecalled()) {
            return joined.clearContent()
                    .clearRevision()
                    .clearEditedAt()
                    .clearEditSequence()
                    .setRecalled(first(one, other))
                    .build();
        }
        boolean newer = one.getEditSequence() >= other.getEditSequence();
        Message newest = newer ? one : other;
        joined.setRevision(newest.getRevision())
                .setEditedAt(newest.getEditedAt())
                .setEditSequence(newest.getEditSequence());
        if (newest.hasContent()) {
            joined.setContent(newest.getContent());
        }
        Message oldest = newer ? other : one;
        if (oldest.getContent().getText().hasQuote()) {
            joined.getContentBuilder()
                    .getTextBuilder()
                    .setQuote(oldest.getContent().getText().getQuote());
        }
        return joined.build();
    }

    private static Recalled first(Message one, Message other) {
        if (!one.hasRecalled() || !other.hasRecalled()) {
            return one.hasRecalled() ? one.getRecalled() : other.getRecalled();
        }
        return one.getRecalled().getSequence() <= other.getRecalled().getSequence()
                ? one.getRecalled()
                : other.getRecalled();
    }
}
