package im.hongyan.client;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
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

    /** The same under an identity that the application chose. */
    public OutgoingMessage withClientMessageId(String id) {
        return new OutgoingMessage(target, content, id, resend);
    }

    /** The same, marked as possibly sent before, in an earlier life of this application for one. */
    public OutgoingMessage asResend() {
        return new OutgoingMessage(target, content, clientMessageId, true);
    }
}
