package im.hongyan.link.event;

import reactor.core.publisher.Flux;

/** Receives events. Survives the broker's absence: the streams neither end nor fail, they pause and resume. */
public interface EventSource {

    /**
     * The batches of all message shards for which this process is the active consumer. At most {@code prefetch} batches a
     * shard are unsettled at once. After a reconnect unsettled batches come again, here or elsewhere, marked redelivered.
     */
    Flux<EventBatch> messageShards(int prefetch);

    /**
     * Which life of the broker's connection the shards are consumed over: grows with every reconnect, negative while there is
     * none. What has not come across an interruption may still be in the broker. Any thread.
     */
    long life();

    /** The batches addressed to this node. Settled by being received; bounded, oldest dropped. */
    Flux<EventBatch> node(String node);
}
