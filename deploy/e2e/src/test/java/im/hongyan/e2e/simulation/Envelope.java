package im.hongyan.e2e.simulation;

import im.hongyan.e2e.checker.StoredMessage;

/** A message on its way, with the number it was given. */
record Envelope(String conversation, long sequence, String sender, String clientMessageId, String messageId) {

    Envelope at(long other) {
        return new Envelope(conversation, other, sender, clientMessageId, messageId);
    }

    String key() {
        return conversation + ' ' + sender + ' ' + clientMessageId;
    }

    StoredMessage stored() {
        return new StoredMessage(conversation, sequence, sender, clientMessageId, messageId);
    }
}
