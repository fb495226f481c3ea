package im.hongyan.persistence.judge;

import im.hongyan.link.proto.MessageEvent;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;

/** A message that asks to be stored, checked to be one that the tables can hold. */
public record Incoming(ClientKey key, MessageEvent event) {

    public ConversationKey conversation() {
        return key.conversation();
    }

    /** The number that it brings. */
    public long sequence() {
        return event.getSequence();
    }
}
