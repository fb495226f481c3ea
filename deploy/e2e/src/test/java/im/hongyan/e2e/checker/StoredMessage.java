package im.hongyan.e2e.checker;

/** A row of the table {@code message}, or one message of a pull. */
public record StoredMessage(
        String conversation, long sequence, String sender, String clientMessageId, String messageId) {

    MessageKey key() {
        return new MessageKey(conversation, sender, clientMessageId);
    }
}
