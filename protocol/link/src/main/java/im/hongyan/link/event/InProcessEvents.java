package im.hongyan.link.event;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Events that stay in this process. A record to a message shard is durable when its consumer has acknowledged it, so the
 * publisher hears from the store itself; nothing is held between the two but the bounded queue of the shard.
 */
public final class InProcessEvents implements EventPublisher, EventSource {
    private final EventProperties properties;
    private final List<ShardQueue> shards = new ArrayList<>();
    private final Map<String, NodeQueue> nodes = new ConcurrentHashMap<>();
    private final DeadLetters dead;
    private final Counter dropped;

    public InProcessEvents(EventProperties properties, MeterRegistry meters) {
        this.properties = properties;
        this.dead = new DeadLetters(properties.consume().deadLetters(), meters);
        this.dropped = Counter.builder("hongyan.event.dropped")
                .baseUnit("records")
                .description("Records to a node that were dropped because its queue was full or it is not there")
                .register(meters);
        for (int shard = 0; shard < properties.shards(); shard++) {
            AtomicInteger unsettled = new AtomicInteger();
            Gauge.builder("hongyan.event.unsettled", unsettled, AtomicInteger::get)
                    .tag("shard", Integer.toString(shard))
                    .baseUnit("records")
                    .description("Records that wait or are at the consumer; the bound is "
                            + properties.publish().queuedRecords())
                    .register(meters);
            shards.add(new ShardQueue(new EventAddress.MessageShard(shard), properties, dead, unsettled));
        }
    }

    @Override
    public Mono<Void> publish(EventAddress address, ByteString record) {
        return switch (address) {
            case EventAddress.MessageShard to ->
                shards.get(to.shard())
                        .publish(record)
                        .timeout(
                                properties.publish().confirmTimeout(),
                                Mono.error(() -> EventException.unknown("the record was not stored within "
                                        + properties.publish().confirmTimeout().toMillis()
                                        + " ms")));
            case EventAddress.Node to -> Mono.fromRunnable(() -> hint(to, record));
        };
    }

    private void hint(EventAddress.Node to, ByteString record) {
        NodeQueue queue = nodes.get(to.node());
        if (queue == null) {
            dropped.increment();
        } else {
            queue.offer(record);
        }
    }

    @Override
    public Flux<EventBatch> messageShards(int prefetch) {
        return Flux.fromIterable(shards).flatMap(shard -> shard.batches(prefetch), shards.size(), 1);
    }

    @Override
    public long life() {
        return 0;
    }

    @Override
    public Flux<EventBatch> node(String node) {
        return Flux.create(
                sink -> {
                    NodeQueue queue = new NodeQueue(new EventAddress.Node(node), properties, dropped, sink);
                    nodes.put(node, queue);
                    sink.onDispose(() -> nodes.remove(node, queue));
                    sink.onRequest(n -> queue.drain());
                },
                FluxSink.OverflowStrategy.ERROR);
    }

    /** The newest dead letters, oldest first. */
    public List<DeadLetter> deadLetters() {
        return dead.newest();
    }
}
