package im.hongyan.client;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Quote;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.Recall;
import im.hongyan.wire.frame.Text;

/**
 * A message to send. Sending the same value again, over this or another client of the same user, stores it once.
 *
 * @param target whom it is for
 * @param content what it says
 * @param clientMessageId its identity, chosen by the sender: 1 to 64 of A-Z a-z 0-9 - _
 * @param resend whether it may have been sent before
 */
public record OutgoingMessage(Target target, Content content, String clientMessageId, boolean resend) {
    public OutgoingMessage {
        if (!Ids.isClientMessageId(clientMessageId)) {
            throw new IllegalArgumentException("a client message id has 1 to 64 of A-Z a-z 0-9 - _");
        }
    }

    /** With a fresh random identity. */
    public static OutgoingMessage of(Target target, Content content) {
        return new OutgoingMessage(target, content, Ids.newClientMessageId(), false);
    }

    /** A plain text with a fresh random identity. */
    public static OutgoingMessage text(Target target, String text) {
        return of(
                target,
                Content.newBuilder().setText(Text.newBuilder().setText(text)).build());
    }

    /** A text that answers a message of the same conversation. */
    public static OutgoingMessage reply(Message message, String text) {
        Quote.Builder quote =
                Quote.newBuilder().setSequence(message.getSequence()).setMessageId(message.getMessageId());
        return of(
                Target.conversation(message.getConversation()),
                Content.newBuilder()
                        .setText(Text.newBuilder().setText(text).setQuote(quote))
                        .build());
    }

    /** A copy of what a message says, for others: whom it answers and mentions is left out, and media are the same. */
    public static OutgoingMessage forward(Message message, Target target) {
        Content.Builder copy = message.getContent().toBuilder().setForwarded(true);
        if (copy.hasText()) {
            copy.getTextBuilder().clearQuote().clearMentions();
        }
        return of(target, copy.build());
    }

    /** Takes a message back; see {@code docs/protocol.md}, "Recall". */
    public static OutgoingMessage recall(Message message) {
        return recall(Target.conversation(message.getConversation()), message.getSequence());
    }

    /** The same for a message by its number. */
    public static OutgoingMessage recall(Target target, long sequence) {
        return of(
                target,
                Content.newBuilder()
                        .setRecall(Recall.newBuilder().setSequence(sequence))
                        .build());
    }

    /** Gives a text other words; see {@code docs/protocol.md}, "Edit". */
    public static OutgoingMessage edit(Message message, String text) {
        return edit(Target.conversation(message.getConversation()), message.getSequence(), text);
    }

    /** The same for a text by its number. */
    public static OutgoingMessage edit(Target target, long sequence, String text) {
        return of(
                target,
                Content.newBuilder()
                        .setEdit(Edit.newBuilder()
                                .setSequence(sequence)
                                .setText(Text.newBuilder().setText(text)))
                        .build());
    }

    /** Reacts to a message with an emoji or a short code; see {@code docs/protocol.md}, "Reaction". */
    public static OutgoingMessage react(Message message, String reaction) {
        return react(Target.conversation(message.getConversation()), message.getSequence(), reaction, true);
    }

    /** No longer reacts to a message with this. */
    public static OutgoingMessage unreact(Message message, String reaction) {
        return react(Target.conversation(message.getConversation()), message.getSequence(), reaction, false);
    }

    /** The same for a message by its number; {@code reacting} false: no longer. */
    public static OutgoingMessage react(Target target, long sequence, String reaction, boolean reacting) {
        return of(
                target,
                Content.newBuilder()
                        .setReaction(Reaction.newBuilder()
                                .setSequence(sequence)
                                .setReaction(reaction)
                                .setRemoved(!reacting))
                        .build());
    }

    /** The same under an identity that the application chose. */
    public OutgoingMessage withClientMessageId(String id) {
        return new OutgoingMessage(target, content, id, resend);
    }

    /** The same, marked as possibly sent before, in an earlier life of this application for one. */
    public OutgoingMessage asResend() {
        return new OutgoingMessage(target, content, clientMessageId, true);
    }
}
