package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Processes of one house on one broker, and what was published, confirmed and received in it. */
final class AmqpRig implements AutoCloseable {
    static final int NODE_BATCHES = 1000;
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final EventAddress.MessageShard SHARD = new EventAddress.MessageShard(0);

    final String prefix = "test-" + UUID.randomUUID();
    final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    final Collection<Throwable> failures = new ConcurrentLinkedQueue<>();
    final Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
    private final Disposable.Composite owned = Disposables.composite();
    private final AtomicInteger published = new AtomicInteger();

    /** How long a confirm may take before it counts as unknown: long, so that a slow machine is no fault. */
    Duration confirmTimeout = Duration.ofSeconds(40);

    DataSize shardBytes = DataSize.ofGigabytes(1);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    EventProperties properties(String uri) {
        return new EventProperties(
                uri,
                prefix,
                1,
                new EventProperties.Publish(confirmTimeout, 1000, 64, DataSize.ofKilobytes(256), 4, shardBytes),
                new EventProperties.Consume(3, Duration.ofMillis(20), Duration.ofMillis(100), 10),
                new EventProperties.Node(NODE_BATCHES, DataSize.ofMegabytes(1)));
    }

    AmqpEvents process(String uri) {
        AmqpEvents events = new AmqpEvents(properties(uri), meters);
        owned.add(events::close);
        return events;
    }

    AmqpEvents connected(String uri) {
        AmqpEvents events = process(uri);
        awaitConnected(events);
        return events;
    }

    static void awaitConnected(AmqpEvents events) {
        await().atMost(PATIENCE).until(events::connected);
    }

    /** Publishes from threads that must not block (an alarm goes off when they do) until it is disposed of. */
    Disposable load(AmqpEvents events, Duration pause) {
        Disposable load = Flux.interval(pause)
                .onBackpressureDrop()
                .flatMap(tick -> publish(events, "record " + published.incrementAndGet()), 5000)
                .subscribe(nothing -> {}, failures::add);
        owned.add(load);
        return load;
    }

    /** Completes in any case and notes how it went. */
    Mono<Void> publish(AmqpEvents events, String text) {
        return events.publish(SHARD, ByteString.copyFromUtf8(text))
                .subscribeOn(Schedulers.parallel())
                .doOnSuccess(done -> confirmed.add(text))
                .onErrorResume(error -> {
                    failures.add(error);
                    return Mono.empty();
                });
    }

    /** Receives and acknowledges until it is disposed of. */
    Disposable consume(AmqpEvents events) {
        Disposable consuming = events.messageShards(8).subscribe(batch -> {
            note(batch);
            batch.ack();
        });
        owned.add(consuming);
        return consuming;
    }

    void own(Disposable subscription) {
        owned.add(subscription);
    }

    void note(EventBatch batch) {
        for (ByteString record : batch.records()) {
            received.computeIfAbsent(record.toStringUtf8(), first -> new AtomicInteger())
                    .incrementAndGet();
        }
    }

    void awaitMoreConfirmed(int more) {
        int now = confirmed.size();
        await().atMost(PATIENCE).until(() -> confirmed.size() >= now + more);
    }

    void awaitFailures(int more) {
        int now = failures.size();
        await().atMost(PATIENCE).until(() -> failures.size() >= now + more);
    }

    /** Nothing that was confirmed is missing, and nothing went wrong but what the port allows. */
    void assertNothingConfirmedIsLost() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(received.keySet()).containsAll(confirmed));
        assertThat(failures).allSatisfy(failure -> assertThat(failure).isInstanceOf(EventException.class));
    }

    /** Does something to the broker with the plain client. */
    interface Work {
        void on(Channel channel) throws Exception;
    }

    static void broker(String uri, Work work) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
            try (Connection connection = factory.newConnection()) {
                work.on(connection.createChannel());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        owned.dispose();
    }
}
