package im.hongyan.persistence.log;

/**
 * How far a conversation goes.
 *
 * @param settled every number up to here is a message or void
 * @param top the highest number that is a message or void
 * @param shard by which shard it was last written
 */
public record Head(ConversationKey conversation, long settled, long top, int shard) {}
