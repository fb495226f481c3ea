package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.ConnectionFactory;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.amqp.broker.AmqpSession;
import im.hongyan.link.event.amqp.broker.AmqpThreads;
import im.hongyan.link.event.amqp.broker.Topology;
import im.hongyan.local.RabbitServer;
import im.hongyan.local.TestServers;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;

/** What the broker itself says of the queues that "accepted" rests on. */
class AmqpQueuesTest {
    private static RabbitServer broker;

    private final AmqpRig rig = new AmqpRig();
    private final String shard = rig.prefix + ".message.0";

    @BeforeAll
    static void startBroker() {
        broker = TestServers.newRabbit();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** One line a queue of this test: name, type, durable, and its arguments as the broker prints them. */
    private List<String> queues() {
        return broker.control("-q", "list_queues", "--no-table-headers", "name", "type", "durable", "arguments")
                .lines()
                .filter(line -> line.startsWith(rig.prefix))
                .toList();
    }

    @Test
    void shardsAndDeadLettersAreDurableQuorumQueues() {
        rig.connected(broker.uri());
        assertThat(queues()).hasSize(3);
        assertThat(queues())
                .filteredOn(line -> line.startsWith(shard))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .matches("\\S+\\s+quorum\\s+true\\s.*")
                        .contains("x-single-active-consumer", "true")
                        .contains("x-max-length-bytes", "1073741824")
                        .contains("x-overflow", "reject-publish"));
        assertThat(queues())
                .filteredOn(line -> line.startsWith(rig.prefix + ".dead"))
                .singleElement()
                .satisfies(line -> assertThat(line).matches("\\S+\\s+quorum\\s+true\\s.*"));
    }

    @Test
    void recordsArePersistent() {
        AmqpEvents events = rig.connected(broker.uri());
        rig.publish(events, "kept").block(AmqpRig.PATIENCE);
        assertThat(rig.confirmed).containsExactly("kept");
        List<Integer> modes = new CopyOnWriteArrayList<>();
        AmqpRig.broker(broker.uri(), channel -> {
            channel.basicConsume(
                    shard,
                    true,
                    (tag, delivery) -> modes.add(delivery.getProperties().getDeliveryMode()),
                    tag -> {});
            await().atMost(AmqpRig.PATIENCE).until(() -> !modes.isEmpty());
        });
        assertThat(modes).containsExactly(2);
    }

    @Test
    void whatIsConfirmedOutlivesTheBroker() {
        AmqpEvents events = rig.connected(broker.uri());
        Flux.range(0, 50).flatMap(i -> rig.publish(events, "record " + i)).blockLast(AmqpRig.PATIENCE);
        assertThat(rig.confirmed).hasSize(50);
        broker.kill();
        broker.start();
        rig.consume(events);
        rig.assertNothingConfirmedIsLost();
    }

    /** A consumer that is away for long fills its queue: then nothing is dropped and nothing more is accepted. */
    @Test
    void aFullShardTakesNothingUntilItIsRead() {
        rig.shardBytes = DataSize.ofKilobytes(100);
        AmqpEvents events = rig.connected(broker.uri());
        String filling = "x".repeat(1000);
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            Flux.range(0, 50)
                    .flatMap(i -> rig.publish(events, filling + rig.confirmed.size() + "-" + i))
                    .blockLast(AmqpRig.PATIENCE);
            return rig.failures.size() > 100;
        });
        assertThat(rig.failures)
                .allSatisfy(
                        error -> assertThat(((EventException) error).code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE));
        assertThat(rig.meters.counter("hongyan.event.not-taken").count()).isPositive();
        assertThat(events.connected()).isTrue();
        rig.consume(events);
        rig.assertNothingConfirmedIsLost();
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            rig.publish(events, "after").block(AmqpRig.PATIENCE);
            return rig.confirmed.contains("after");
        });
        rig.assertNothingConfirmedIsLost();
    }

    @Test
    void aQueueThatIsThereKeepsItsBoundAndServes() {
        Map<String, Object> before = Map.of(
                "x-queue-type",
                "quorum",
                "x-single-active-consumer",
                true,
                "x-delivery-limit",
                1_000_000_000,
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                rig.prefix + ".dead");
        AmqpRig.broker(broker.uri(), channel -> channel.queueDeclare(shard, true, false, false, before));
        AmqpEvents first = rig.connected(broker.uri());
        rig.publish(first, "into the old queue").block(AmqpRig.PATIENCE);
        first.close();
        rig.consume(rig.connected(broker.uri()));
        rig.assertNothingConfirmedIsLost();
        assertThat(rig.confirmed).containsExactly("into the old queue");
        assertThat(queues())
                .filteredOn(line -> line.startsWith(shard))
                .singleElement()
                .satisfies(line -> assertThat(line).doesNotContain("x-max-length-bytes"));
    }

    @Test
    void theBoundOfAQueueMayDifferFromTheConfiguredOne() {
        rig.connected(broker.uri()).close();
        rig.shardBytes = DataSize.ofMegabytes(3);
        AmqpEvents events = rig.connected(broker.uri());
        rig.consume(events);
        rig.publish(events, "record").block(AmqpRig.PATIENCE);
        assertThat(rig.confirmed).containsExactly("record");
        rig.assertNothingConfirmedIsLost();
    }

    @Test
    void aQueueThatIsNotReplicatedIsNotAccepted() throws Exception {
        AmqpRig.broker(broker.uri(), channel -> channel.queueDeclare(shard, true, false, false, Map.of()));
        assertThatThrownBy(() -> declare(rig.properties(broker.uri()))).hasMessageContaining("inequivalent arg");
    }

    /** Else two processes would write one conversation. */
    @Test
    void aProcessWithAnotherNumberOfShardsGetsNoConnection() throws Exception {
        AmqpEvents events = rig.connected(broker.uri());
        EventProperties own = rig.properties(broker.uri());
        EventProperties other = new EventProperties(
                own.uri(), own.prefix(), own.shards() + 1, own.publish(), own.consume(), own.node());
        assertThatThrownBy(() -> declare(other)).hasMessageContaining("hongyan.link.event.shards is 2 here");
        declare(own);
        rig.publish(events, "record").block(AmqpRig.PATIENCE);
        assertThat(rig.confirmed).containsExactly("record");
        // Whoever has drained the queues may change the number.
        broker.control("-q", "delete_queue", rig.prefix + ".shards");
        declare(other);
    }

    private static void declare(EventProperties properties) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(properties.uri());
        try (AmqpThreads threads = new AmqpThreads()) {
            AmqpSession session = AmqpSession.open("test", factory, threads);
            try {
                new Topology(properties).declare(session).block(AmqpRig.PATIENCE);
            } finally {
                session.end();
            }
        }
    }
}
