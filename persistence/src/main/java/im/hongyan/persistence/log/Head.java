package im.hongyan.persistence.log;

/**
 * How far a conversation goes.
 *
 * @param settled every number up to here is a message or void
 * @param top the highest number that is a message or void
 * @param shard by which shard it was last written
 * @param rewritten every body above this number is as it was stored first
 */
public record Head(ConversationKey conversation, long settled, long top, int shard, long rewritten) {

    /** Of a conversation in which nothing was rewritten. */
    public Head(ConversationKey conversation, long settled, long top, int shard) {
        this(conversation, settled, top, shard, 0);
    }
}
