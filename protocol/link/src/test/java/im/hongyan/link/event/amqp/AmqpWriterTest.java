package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.DeadLetters;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.amqp.broker.AmqpConnection;
import im.hongyan.link.event.amqp.broker.AmqpSession;
import im.hongyan.link.event.amqp.broker.AmqpThreads;
import im.hongyan.link.event.amqp.broker.Records;
import im.hongyan.link.event.amqp.broker.Topology;
import im.hongyan.local.TestServers;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** What waits to be written to the broker is bounded, and nothing is lost by that. */
class AmqpWriterTest {
    private static final int QUEUED_WRITES = 65_536;
    private static final Duration PATIENCE = AmqpRig.PATIENCE;

    private final AmqpRig rig = new AmqpRig();
    private final String uri = TestServers.rabbit();
    private final String queue = rig.prefix + ".one";
    private final AmqpThreads threads = new AmqpThreads();
    private final CountDownLatch stuck = new CountDownLatch(1);

    @BeforeEach
    void publish() {
        AmqpRig.broker(uri, channel -> {
            channel.queueDeclare(queue, false, false, false, null);
            channel.basicPublish("", queue, null, Records.encode(List.of(ByteString.copyFromUtf8("record"))));
        });
    }

    @AfterEach
    void close() {
        stuck.countDown();
        AmqpRig.broker(uri, channel -> channel.queueDelete(queue));
        rig.close();
        threads.close();
    }

    private AmqpSession open() throws Exception {
        AmqpSession session = AmqpSession.open("test", AmqpConnection.factory(uri, threads), threads);
        rig.own(session::end);
        return session;
    }

    private ShardConsumer consumer(AmqpSession session) {
        EventProperties properties = rig.properties(uri);
        AmqpPublisher none = new AmqpPublisher(
                properties, new Topology(properties), AmqpConnection.factory(uri, threads), threads, rig.meters);
        return new ShardConsumer(
                AmqpRig.SHARD,
                session,
                queue,
                properties.consume(),
                1,
                new ShardConsumer.Graves(none, new DeadLetters(1, rig.meters)));
    }

    private void fill(AmqpSession session) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        session.write(() -> {
            begun.countDown();
            waitUntilTheEnd();
        });
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        int waiting = 0;
        while (session.write(() -> {})) {
            waiting++;
        }
        assertThat(waiting).isEqualTo(QUEUED_WRITES);
    }

    private void waitUntilTheEnd() {
        try {
            stuck.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aBatchWhoseAckFindsNoRoomComesAgainOnAnotherConnection() throws Exception {
        AmqpSession full = open();
        EventBatch batch =
                Objects.requireNonNull(consumer(full).batches(threads.control()).blockFirst(PATIENCE));
        fill(full);

        batch.ack();

        full.closed().block(PATIENCE);
        EventBatch again = Objects.requireNonNull(
                consumer(open()).batches(threads.control()).blockFirst(PATIENCE));
        assertThat(again.redelivered()).isTrue();
        assertThat(again.records()).isEqualTo(batch.records());
    }

    @Test
    void whatWaitsIsToldByConnection() {
        AmqpEvents events = rig.connected(uri);
        Disposable consuming = rig.consume(events);

        for (String connection : List.of("hongyan-publish", "hongyan-consume")) {
            Gauge gauge = rig.meters
                    .get("hongyan.event.writes")
                    .tag("connection", connection)
                    .gauge();
            assertThat(gauge.getId().getBaseUnit()).isEqualTo("writes");
            assertThat(gauge.getId().getDescription()).contains(Integer.toString(QUEUED_WRITES));
            await().atMost(PATIENCE).until(() -> gauge.value() == 0);
        }
        consuming.dispose();
    }
}
