package im.hongyan.link.event.amqp;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.event.amqp.broker.AmqpConnection;
import im.hongyan.link.event.amqp.broker.AmqpSession;
import im.hongyan.link.event.amqp.broker.AmqpThreads;
import im.hongyan.link.event.amqp.broker.Records;
import im.hongyan.link.event.amqp.broker.Topology;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.rabbitmq.AcknowledgableDelivery;
import reactor.rabbitmq.ConsumeOptions;

/**
 * Receives over one connection of its own, which is made when somebody first asks. The broker gives out no more than the
 * prefetch, so what waits here for demand is bounded by it. Safe for concurrent use.
 *
 * <pre>
 * session → declare the queue → consume until the channel ends → pause → declare …
 *         → the next session takes over
 * </pre>
 */
final class AmqpSource implements EventSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpSource.class);
    private static final int HINTS_PREFETCH = 64;
    private static final Duration CHECK = Duration.ofSeconds(3);
    private static final int SHORTEST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 1000;

    private final EventProperties properties;
    private final Topology topology;
    private final AmqpThreads threads;
    private final ShardConsumer.Graves graves;
    private final AmqpConnection connection;
    private final AtomicReferenceArray<@Nullable ShardConsumer> consumers;
    private final Counter unreadable;

    AmqpSource(
            EventProperties properties,
            Topology topology,
            ConnectionFactory factory,
            AmqpThreads threads,
            ShardConsumer.Graves graves,
            MeterRegistry meters) {
        this.properties = properties;
        this.topology = topology;
        this.threads = threads;
        this.graves = graves;
        this.connection = new AmqpConnection("hongyan-consume", factory, threads, meters, topology::agree);
        this.consumers = new AtomicReferenceArray<>(properties.shards());
        this.unreadable = Counter.builder("hongyan.event.unreadable")
                .baseUnit("batches")
                .description("Batches to a node that are not records and were dropped")
                .register(meters);
        for (int shard = 0; shard < properties.shards(); shard++) {
            int number = shard;
            Gauge.builder("hongyan.event.unsettled", consumers, all -> unsettled(all.get(number)))
                    .tag("shard", Integer.toString(shard))
                    .baseUnit("records")
                    .description("Records at the consumer; the bound is its prefetch, in batches")
                    .register(meters);
        }
    }

    private static int unsettled(@Nullable ShardConsumer consumer) {
        return consumer == null ? 0 : consumer.unsettledRecords();
    }

    boolean connected() {
        return connection.session() != null;
    }

    @Override
    public long life() {
        long life = connection.lives();
        return connected() ? life : -1;
    }

    @Override
    public Flux<EventBatch> messageShards(int prefetch) {
        return Flux.range(0, properties.shards())
                .map(EventAddress.MessageShard::new)
                .flatMap(shard -> consume(shard, session -> shard(session, shard, prefetch)), properties.shards(), 1);
    }

    @Override
    public Flux<EventBatch> node(String node) {
        EventAddress.Node address = new EventAddress.Node(node);
        return consume(address, session -> hints(session, address));
    }

    private Flux<EventBatch> consume(EventAddress address, Function<AmqpSession, Flux<EventBatch>> channel) {
        return Flux.defer(() -> {
            connection.start();
            return connection
                    .sessions()
                    .switchMap(session -> topology.declare(session, address)
                            .thenMany(Flux.defer(() -> channel.apply(session)).subscribeOn(threads.control()))
                            .onErrorResume(error -> failed(address, error))
                            .repeatWhen(ended -> ended.concatMap(end -> pause(session), 1)));
        });
    }

    /** Has a value when this judges, by what the broker says of the queue, that its consumer is forgotten. */
    private Mono<AMQP.Queue.DeclareOk> forgotten(
            AmqpSession session, EventAddress address, Predicate<AMQP.Queue.DeclareOk> judge) {
        return Flux.interval(CHECK, threads.control())
                .onBackpressureDrop()
                .concatMap(tick -> topology.look(session, address).onErrorComplete(), 1)
                .filter(judge)
                .next()
                .doOnNext(queue -> LOG.info(
                        "{} is consumed anew: {} batches are ready and none comes", address, queue.getMessageCount()));
    }

    private static Flux<EventBatch> failed(EventAddress address, Throwable error) {
        LOG.warn("{} cannot be consumed: {}", address, error.toString());
        return Flux.empty();
    }

    /** Never ends with a value when the session is over: then there is nothing to repeat. */
    private static Mono<Boolean> pause(AmqpSession session) {
        int millis = ThreadLocalRandom.current().nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        return Mono.delay(Duration.ofMillis(millis)).thenReturn(true).takeUntilOther(session.closed());
    }

    private Flux<EventBatch> shard(AmqpSession session, EventAddress.MessageShard address, int prefetch) {
        ShardConsumer consumer =
                new ShardConsumer(address, session, topology.queue(address), properties.consume(), prefetch, graves);
        ConsumerWatch watch = new ConsumerWatch();
        consumers.set(address.shard(), consumer);
        return consumer.batches(threads.control())
                .takeUntilOther(forgotten(
                        session,
                        address,
                        queue -> watch.forgotten(
                                queue.getConsumerCount(),
                                queue.getMessageCount(),
                                consumer.given(),
                                consumer.unsettled())));
    }

    private Flux<EventBatch> hints(AmqpSession session, EventAddress.Node address) {
        ConsumeOptions options = new ConsumeOptions()
                .qos(HINTS_PREFETCH)
                .exceptionHandler((context, gone) -> LOG.debug("too late", gone));
        ConsumerWatch watch = new ConsumerWatch();
        return session.receiver()
                .consumeManualAck(topology.queue(address), options)
                .transform(consumer -> CancelApart.of(consumer, threads.control()))
                .<EventBatch>handle((delivery, sink) -> {
                    session.settle(delivery::ack);
                    List<ByteString> records = records(delivery);
                    if (!records.isEmpty()) {
                        sink.next(new NodeBatch(address, records));
                    }
                })
                // Hints are settled when they are asked for, so silence says nothing here.
                .takeUntilOther(
                        forgotten(session, address, queue -> watch.forgotten(queue.getConsumerCount(), 0, 0, 0)));
    }

    private List<ByteString> records(AcknowledgableDelivery delivery) {
        try {
            return Records.decode(delivery.getBody());
        } catch (IOException e) {
            unreadable.increment();
            return List.of();
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Settled by being received: nothing is left to do. */
    private record NodeBatch(EventAddress address, List<ByteString> records) implements EventBatch {
        @Override
        public boolean redelivered() {
            return false;
        }

        @Override
        public void ack() {}

        @Override
        public void retry(String reason) {}

        @Override
        public void reject(String reason) {}
    }
}
