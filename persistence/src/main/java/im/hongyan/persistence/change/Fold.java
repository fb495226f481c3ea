package im.hongyan.persistence.change;

import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Recalled;
import im.hongyan.wire.frame.Text;

/**
 * What a message does to the one that it names. A recall wins over every edit, whichever is stored first; of two recalls the
 * one with the lower number, of two edits the one with the higher. Words that no longer count are kept nowhere.
 *
 * @param target what the named message becomes
 * @param change what the message itself becomes: it says what it did
 * @param endsEdit whether the words that the target had came from an edit that loses them
 */
record Fold(Message target, Message change, boolean endsEdit) {

    static Fold of(Message target, Message change) {
        return switch (change.getContent().getKindCase()) {
            case RECALL -> recall(target, change);
            case EDIT -> edit(target, change);
            default -> new Fold(target, change, false);
        };
    }

    /** Who said it, when and where stays. */
    private static Fold recall(Message target, Message recall) {
        if (target.hasRecalled() && target.getRecalled().getSequence() <= recall.getSequence()) {
            return new Fold(target, recall, false);
        }
        Message recalled = target.toBuilder()
                .clearContent()
                .clearRevision()
                .clearEditedAt()
                .clearEditSequence()
                .setRecalled(Recalled.newBuilder()
                        .setBy(recall.getSender())
                        .setTime(recall.getTime())
                        .setSequence(recall.getSequence()))
                .build();
        return new Fold(recalled, recall, target.getEditSequence() != 0);
    }

    private static Fold edit(Message target, Message edit) {
        if (!target.getContent().hasText() || target.getEditSequence() > edit.getSequence()) {
            return new Fold(target, withoutWords(edit), false);
        }
        Text before = target.getContent().getText();
        Text.Builder words = edit.getContent().getEdit().getText().toBuilder();
        if (before.hasQuote()) {
            words.setQuote(before.getQuote());
        }
        int revision = target.getRevision() + 1;
        Message.Builder edited = target.toBuilder()
                .setRevision(revision)
                .setEditedAt(edit.getTime())
                .setEditSequence(edit.getSequence());
        edited.getContentBuilder().setText(words);
        Message.Builder done = edit.toBuilder();
        done.getContentBuilder().getEditBuilder().setRevision(revision);
        return new Fold(edited.build(), done.build(), target.getEditSequence() != 0);
    }

    /** An edit that does nothing any more. */
    static Message withoutWords(Message edit) {
        Edit nothing = edit.getContent().getEdit().toBuilder().clearText().build();
        Message.Builder done = edit.toBuilder();
        done.getContentBuilder().setEdit(nothing);
        return done.build();
    }
}
