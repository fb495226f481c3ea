package im.hongyan.link.event.amqp;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.BatchOverflowException;
import im.hongyan.link.batch.Batcher;
import im.hongyan.link.batch.QueuedBatcher;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.rabbitmq.OutboundMessage;

/**
 * Publishes over one connection of its own, because a broker with an alarm stops reading from whoever publishes.
 *
 * <pre>
 * record → [batcher of its shard, bounded] → writer thread → confirm → done
 * hint   → [batcher of all hints, bounded] → by node → writer thread → done
 * </pre>
 *
 * <p>Results are told on threads of the broker's client. Safe for concurrent use; blocks nobody.
 */
final class AmqpPublisher implements EventPublisher, AutoCloseable {
    private static final AMQP.BasicProperties HINT =
            new AMQP.BasicProperties.Builder().contentType(Records.CONTENT_TYPE).build();
    private static final long HINT_BYTES = 1 << 20;

    private final EventProperties.Publish bounds;
    private final Topology topology;
    private final AmqpConnection connection;
    private final List<Batcher<Queued, Void>> shards = new ArrayList<>();
    private final Batcher<Hint, Void> hints;
    private final Counter dropped;
    private final AtomicReference<@Nullable Channels> channels = new AtomicReference<>();

    AmqpPublisher(EventProperties properties, ConnectionFactory factory, AmqpThreads threads, MeterRegistry meters) {
        this.bounds = properties.publish();
        this.topology = new Topology(properties);
        this.connection = new AmqpConnection("hongyan-publish", factory, threads, meters, this::open);
        for (int shard = 0; shard < properties.shards(); shard++) {
            String queue = topology.queue(new EventAddress.MessageShard(shard));
            shards.add(new QueuedBatcher<>(
                    "event-shard-" + shard,
                    new BatchBounds(
                            bounds.unconfirmedBatches(),
                            bounds.queuedRecords(),
                            bounds.batchRecords(),
                            bounds.batchBytes().toBytes()),
                    queued -> queued.record().size(),
                    meters,
                    batch -> publish(queue, batch)));
        }
        this.hints = new QueuedBatcher<>(
                "event-hints",
                new BatchBounds(1, bounds.queuedRecords(), bounds.queuedRecords(), HINT_BYTES),
                hint -> hint.record().size(),
                meters,
                this::tell);
        this.dropped = Counter.builder("hongyan.event.dropped")
                .baseUnit("records")
                .description("Records to a node that were dropped because too many waited")
                .register(meters);
        Gauge.builder("hongyan.event.unconfirmed", this, AmqpPublisher::unconfirmed)
                .baseUnit("batches")
                .description("Batches without a confirm; the bound for a shard is " + bounds.unconfirmedBatches())
                .register(meters);
    }

    private record Queued(ByteString record, long sinceNanos) {}

    private record Hint(String node, ByteString record) {}

    private record Channels(ConfirmChannel confirmed, HintChannel hints) {}

    void start() {
        connection.start();
    }

    boolean connected() {
        return connection.session() != null;
    }

    private Mono<Void> open(AmqpSession session) {
        return topology.declare(session).then(Mono.fromRunnable(() -> {
            Channels opened = new Channels(
                    new ConfirmChannel(session, topology, bounds.confirmTimeout()), new HintChannel(session));
            opened.confirmed().open();
            opened.hints().open();
            channels.set(opened);
        }));
    }

    private int unconfirmed() {
        Channels open = channels.get();
        return open == null ? 0 : open.confirmed().unconfirmed();
    }

    @Override
    public Mono<Void> publish(EventAddress address, ByteString record) {
        return switch (address) {
            case EventAddress.MessageShard to ->
                Mono.defer(() -> shards.get(to.shard())
                        .submit(new Queued(record, System.nanoTime()))
                        // An error that loses the race with the deadline would be dropped with a stack trace; a signal
                        // is not.
                        .materialize()
                        .timeout(bounds.confirmTimeout(), Mono.fromSupplier(() -> Signal.error(late())))
                        .<Void>dematerialize()
                        .onErrorMap(BatchOverflowException.class, full -> busy(full.getMessage())));
            case EventAddress.Node to ->
                hints.submit(new Hint(to.node(), record)).onErrorResume(BatchOverflowException.class, full -> {
                    dropped.increment();
                    return Mono.empty();
                });
        };
    }

    /** Publishes a whole body to the dead letters. */
    Mono<Void> bury(Map<String, Object> headers, byte[] body) {
        return Mono.defer(() -> {
            Channels open = channels.get();
            return open == null || !open.confirmed().usable(topology.dead())
                    ? Mono.error(away())
                    : open.confirmed().send(topology.dead(), headers, body);
        });
    }

    private Mono<List<Void>> publish(String queue, List<Queued> batch) {
        // Whoever waits for an older one has been told "unknown" already and will send it again with another number.
        long oldest = System.nanoTime() - bounds.confirmTimeout().toNanos();
        List<ByteString> records = batch.stream()
                .filter(queued -> queued.sinceNanos() - oldest > 0)
                .map(Queued::record)
                .toList();
        if (records.isEmpty()) {
            return Mono.empty();
        }
        Channels open = channels.get();
        if (open == null || !open.confirmed().usable(queue)) {
            return Mono.error(away());
        }
        return open.confirmed().send(queue, Map.of(), Records.encode(records)).then(Mono.empty());
    }

    private Mono<List<Void>> tell(List<Hint> batch) {
        Channels open = channels.get();
        if (open == null || !open.confirmed().usable()) {
            return Mono.error(away());
        }
        List<OutboundMessage> messages = new ArrayList<>();
        HintBatches byNode = new HintBatches(
                bounds.batchRecords(),
                bounds.batchBytes().toBytes(),
                (node, records) -> messages.add(new OutboundMessage(
                        "", topology.queue(new EventAddress.Node(node)), HINT, Records.encode(records))));
        batch.forEach(hint -> byNode.add(hint.node(), hint.record()));
        byNode.end();
        return open.hints().send(messages).then(Mono.empty());
    }

    private EventException late() {
        return new EventException(
                ErrorCode.BROKER_UNAVAILABLE,
                "no confirm within " + bounds.confirmTimeout().toMillis() + " ms");
    }

    private static EventException away() {
        return busy("the broker is away or takes nothing now");
    }

    private static EventException busy(@Nullable String why) {
        return new EventException(ErrorCode.BUSY, why == null ? "" : why);
    }

    @Override
    public void close() {
        shards.forEach(AmqpPublisher::close);
        close(hints);
        connection.close();
    }

    private static void close(Batcher<?, ?> batcher) {
        batcher.close();
    }
}
