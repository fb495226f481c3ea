package im.hongyan.link.event;

/** Where an event goes. */
public sealed interface EventAddress {
    /**
     * A shard of the message log: durable, confirmed, one active consumer. A conversation always maps to the same shard.
     *
     * @param shard from 0 to the configured number of shards, exclusive
     */
    record MessageShard(int shard) implements EventAddress {}

    /**
     * A gateway node: best effort, bounded, oldest dropped first, because push is a hint.
     *
     * @param node the node's name, unique among running gateways
     */
    record Node(String node) implements EventAddress {}
}
