package im.hongyan.persistence.log;

/** Where a message is. */
public record Place(ConversationKey conversation, long sequence) {}
