package im.hongyan.link.event;

/**
 * Which shard a conversation belongs to. Every process must use the same number of shards.
 *
 * @param count shards; changing it needs empty queues, because it moves conversations
 */
public record EventShards(int count) {

    public EventShards {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("the number of shards must be from 1 to 1024");
        }
    }

    /** The shard of a conversation: stable over processes and releases. */
    public EventAddress.MessageShard of(String tenant, String conversation) {
        // String.hashCode is specified; its low bits alone spread badly, so they are mixed (murmur3's finalizer).
        int hash = 31 * tenant.hashCode() + conversation.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return new EventAddress.MessageShard(Math.floorMod(hash ^ (hash >>> 16), count));
    }
}
