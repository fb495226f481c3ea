package im.hongyan.core.receipt;

import im.hongyan.core.log.ConversationKey;

/** Whose cursor it is. */
sealed interface Fact {
    ConversationKey conversation();

    String user();

    /** What one device has applied. */
    record Received(ConversationKey conversation, String user, String device) implements Fact {}

    /** What the user has seen, on whichever device. */
    record Read(ConversationKey conversation, String user) implements Fact {}
}
