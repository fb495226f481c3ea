package im.hongyan.persistence.log;

/** What a message is to its sender: stored once under this key, however often it is sent. An empty sender is the system. */
public record ClientKey(ConversationKey conversation, String sender, String clientMessageId) {}
