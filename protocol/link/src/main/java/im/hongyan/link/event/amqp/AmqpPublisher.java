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
import im.hongyan.link.event.amqp.broker.AmqpConnection;
import im.hongyan.link.event.amqp.broker.AmqpSession;
import im.hongyan.link.event.amqp.broker.AmqpThreads;
import im.hongyan.link.event.amqp.broker.Records;
import im.hongyan.link.event.amqp.broker.Topology;
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
import reactor.core.scheduler.Schedulers;
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
    private final List<ShardPublisher> shards = new ArrayList<>();
    private final Batcher<Hint, Void> hints;
    private final Counter dropped;
    private final Counter notTaken;
    private final AtomicReference<@Nullable Channels> channels = new AtomicReference<>();

    AmqpPublisher(
            EventProperties properties,
            Topology topology,
            ConnectionFactory factory,
            AmqpThreads threads,
            MeterRegistry meters) {
        this.bounds = properties.publish();
        this.topology = topology;
        this.connection = new AmqpConnection("hongyan-publish", factory, threads, meters, this::open);
        for (int shard = 0; shard < properties.shards(); shard++) {
            String queue = topology.queue(new EventAddress.MessageShard(shard));
            shards.add(new ShardPublisher(shard, bounds, Schedulers.parallel(), meters, body -> confirm(queue, body)));
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
        this.notTaken = Counter.builder("hongyan.event.not-taken")
                .baseUnit("batches")
                .description("Batches that the broker did not take; a queue that holds its bound of "
                        + bounds.shardBytes().toBytes() + " bytes takes none")
                .register(meters);
        Gauge.builder("hongyan.event.unconfirmed", this, AmqpPublisher::unconfirmed)
                .baseUnit("batches")
                .description("Batches without a confirm; the bound for a shard is " + bounds.unconfirmedBatches())
                .register(meters);
    }

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
                    new ConfirmChannel(session, topology, bounds.confirmTimeout(), notTaken), new HintChannel(session));
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
            case EventAddress.MessageShard to -> shards.get(to.shard()).publish(record);
            case EventAddress.Node to ->
                hints.submit(new Hint(to.node(), record)).onErrorResume(BatchOverflowException.class, full -> {
                    dropped.increment();
                    return Mono.empty();
                });
        };
    }

    /** Publishes a whole body to the dead letters. */
    Mono<Void> bury(Map<String, Object> headers, byte[] body) {
        return Mono.defer(() -> confirm(topology.dead(), headers, body));
    }

    private Mono<Void> confirm(String queue, byte[] body) {
        return confirm(queue, Map.of(), body);
    }

    private Mono<Void> confirm(String queue, Map<String, Object> headers, byte[] body) {
        Channels open = channels.get();
        return open == null || !open.confirmed().usable(queue)
                ? Mono.error(away())
                : open.confirmed().send(queue, headers, body);
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

    private static EventException away() {
        return EventException.refused(ErrorCode.BROKER_UNAVAILABLE, "the broker is away or takes nothing now");
    }

    @Override
    public void close() {
        shards.forEach(ShardPublisher::close);
        hints.close();
        connection.close();
    }
}
