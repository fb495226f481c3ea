package im.hongyan.client;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Message;
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

    /** The same under an identity that the application chose. */
    public OutgoingMessage withClientMessageId(String id) {
        return new OutgoingMessage(target, content, id, resend);
    }

    /** The same, marked as possibly sent before, in an earlier life of this application for one. */
    public OutgoingMessage asResend() {
        return new OutgoingMessage(target, content, clientMessageId, true);
    }
}
