package im.hongyan.persistence.log;

/**
 * What a sender was promised about a stored message; without its body.
 *
 * @param time epoch milliseconds
 */
public record Identity(ClientKey key, long sequence, String messageId, long time, long payloadHash) {}
