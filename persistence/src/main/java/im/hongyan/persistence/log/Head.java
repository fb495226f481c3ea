package im.hongyan.persistence.log;

/**
 * How far a conversation goes.
 *
 * @param settled every number up to here is a message or void
 * @param top the highest number that is a message or void
 * @param shard by which shard it was last written
 * @param rewritten every body above this number is as it was stored first
 */
public record Head(ConversationKey conversation, long settled, long top, int shard, long rewritten, Reacted reacted) {

    /** Of a conversation in which nothing was changed. */
    public Head(ConversationKey conversation, long settled, long top, int shard) {
        this(conversation, settled, top, shard, 0, Reacted.NEVER);
    }

    /**
     * What is reacted to.
     *
     * @param first the lowest number of a message that ever had a reaction; 0: there is none
     * @param last the highest
     * @param changes how often reactions changed: their clock
     */
    public record Reacted(long first, long last, long changes) {
        static final Reacted NEVER = new Reacted(0, 0, 0);

        /** Whether a message of these numbers, both included, may have a reaction. */
        public boolean within(long from, long through) {
            return first > 0 && first <= through && from <= last;
        }
    }
}
