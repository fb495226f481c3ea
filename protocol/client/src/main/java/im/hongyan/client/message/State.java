package im.hongyan.client.message;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.ReactionCount;
import im.hongyan.wire.frame.Recalled;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message: the rules of {@code docs/protocol.md}, "Changes", as a join that no order and no repeat alters.
 *
 * @param message without its reactions; of one that has not come only what was done to it
 * @param reactions by what they are
 */
record State(Message message, Map<String, Seen> reactions) {

    /**
     * How many react with something.
     *
     * @param change the newer count has the higher number
     * @param mineAt the number up to which it is known whether one is among them
     */
    private record Seen(int count, long change, boolean mine, long mineAt) {
        Seen join(Seen other) {
            Seen newest = change >= other.change ? this : other;
            Seen mineNewest = mineAt >= other.mineAt ? this : other;
            return new Seen(newest.count, newest.change, mineNewest.mine, mineNewest.mineAt);
        }
    }

    /** A message as it came. */
    static State of(Message message) {
        Map<String, Seen> reactions = new TreeMap<>();
        for (ReactionCount count : message.getReactionsList()) {
            reactions.put(
                    count.getReaction(),
                    new Seen(count.getCount(), count.getChange(), count.getMine(), count.getChange()));
        }
        return new State(message.toBuilder().clearReactions().build(), reactions);
    }

    /** What a message does to another, as all that is known of that other one; null when it does nothing. */
    static @Nullable State doneBy(Message change, String self) {
        Content content = change.getContent();
        return switch (content.getKindCase()) {
            case RECALL ->
                new State(
                        Message.newBuilder()
                                .setSequence(content.getRecall().getSequence())
                                .setRecalled(Recalled.newBuilder()
                                        .setBy(change.getSender())
                                        .setTime(change.getTime())
                                        .setSequence(change.getSequence()))
                                .build(),
                        Map.of());
            case EDIT -> editedBy(change, content.getEdit());
            case REACTION -> reactedBy(change, content.getReaction(), self);
            default -> null;
        };
    }

    private static @Nullable State editedBy(Message change, Edit edit) {
        if (!edit.hasText() || edit.getRevision() == 0) {
            return null;
        }
        Message edited = Message.newBuilder()
                .setSequence(edit.getSequence())
                .setContent(Content.newBuilder().setText(edit.getText()))
                .setRevision(edit.getRevision())
                .setEditedAt(change.getTime())
                .setEditSequence(change.getSequence())
                .build();
        return new State(edited, Map.of());
    }

    private static @Nullable State reactedBy(Message change, Reaction reaction, String self) {
        if (reaction.getChange() == 0) {
            return null;
        }
        boolean own = change.getSender().equals(self);
        Seen seen = new Seen(
                reaction.getCount(),
                reaction.getChange(),
                own && !reaction.getRemoved(),
                own ? reaction.getChange() : 0);
        return new State(
                Message.newBuilder().setSequence(reaction.getSequence()).build(), Map.of(reaction.getReaction(), seen));
    }

    /** What two states of one message are together. */
    State join(State other) {
        Message joined = join(message, other.message);
        if (joined.hasRecalled()) {
            return new State(joined, Map.of());
        }
        Map<String, Seen> all = new TreeMap<>(reactions);
        other.reactions.forEach((reaction, seen) -> all.merge(reaction, seen, Seen::join));
        return new State(joined, all);
    }

    private static Message join(Message one, Message other) {
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
        Message oldest = newer ? other : one;
        joined.setRevision(newest.getRevision())
                .setEditedAt(newest.getEditedAt())
                .setEditSequence(newest.getEditSequence());
        if (newest.hasContent()) {
            joined.setContent(newest.getContent());
        }
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

    /** The message with what there is of reactions. */
    Message shown() {
        Message.Builder shown = message.toBuilder();
        reactions.forEach((reaction, seen) -> {
            if (seen.count > 0) {
                shown.addReactions(ReactionCount.newBuilder()
                        .setReaction(reaction)
                        .setCount(seen.count)
                        .setMine(seen.mine)
                        .setChange(seen.change));
            }
        });
        return shown.build();
    }
}
