package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventException;
import im.hongyan.link.fault.FaultProxy;
import im.hongyan.local.RabbitServer;
import im.hongyan.local.TestServers;
import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What a broker may do to us. It publishes from threads that raise an alarm when they are blocked. */
class AmqpFaultTest {
    private static final Duration OFTEN = Duration.ofMillis(2);
    private static final Duration IMPATIENT = Duration.ofSeconds(2);
    private static RabbitServer broker;

    private final AmqpRig rig = new AmqpRig();

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

    @Test
    void losesNothingConfirmedWhenTheBrokerIsKilled() {
        AmqpEvents events = rig.connected(broker.uri());
        rig.consume(events);
        Disposable load = rig.load(events, OFTEN);
        for (int round = 0; round < 2; round++) {
            rig.awaitMoreConfirmed(200);
            // What is confirmed went out on one connection; the other may still come.
            long life = round + 1L;
            await().atMost(AmqpRig.PATIENCE).until(() -> events.life() == life);
            broker.kill();
            rig.awaitFailures(50);
            assertThat(events.connected()).isFalse();
            await().atMost(AmqpRig.PATIENCE).until(() -> events.life() < 0);
            broker.start();
        }
        rig.awaitMoreConfirmed(200);
        await().atMost(AmqpRig.PATIENCE).until(() -> events.life() == 3);
        load.dispose();
        rig.assertNothingConfirmedIsLost();
    }

    @Test
    void refusesAtOnceWhileTheBrokerIsAway() {
        AmqpEvents events = rig.process("amqp://127.0.0.1:1");
        rig.publish(events, "early").block(AmqpRig.PATIENCE);
        assertThat(rig.failures).singleElement().satisfies(error -> {
            assertThat(((EventException) error).code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
            assertThat(((EventException) error).refused()).isTrue();
        });
    }

    @Test
    void endsEveryPublishWhileTheBrokerIsFrozenAndServesAfterIt() {
        rig.confirmTimeout = IMPATIENT;
        AmqpEvents events = rig.connected(broker.uri());
        rig.consume(events);
        Disposable load = rig.load(events, OFTEN);
        rig.awaitMoreConfirmed(200);
        broker.freeze();
        rig.awaitFailures(1000);
        // Its silence ends the connection long before the heartbeats would.
        await().atMost(AmqpRig.PATIENCE).until(() -> !events.connected());
        assertThat(rig.failures.stream().map(error -> ((EventException) error).refused()))
                .contains(true, false);
        broker.thaw();
        rig.awaitMoreConfirmed(200);
        load.dispose();
        rig.assertNothingConfirmedIsLost();
    }

    @Test
    void refusesWhileTheBrokerHasAnAlarmAndKeepsTheConnection() {
        AmqpEvents events = rig.connected(broker.uri());
        rig.consume(events);
        Disposable load = rig.load(events, OFTEN);
        rig.awaitMoreConfirmed(100);
        broker.control("set_vm_memory_high_watermark", "0.0001");
        rig.awaitFailures(1000);
        assertThat(events.connected()).isTrue();
        broker.control("set_vm_memory_high_watermark", "0.4");
        rig.awaitMoreConfirmed(200);
        load.dispose();
        rig.assertNothingConfirmedIsLost();
    }

    @Test
    void declaresQueuesThatWereDeletedInFlight() {
        rig.confirmTimeout = IMPATIENT;
        AmqpEvents events = rig.connected(broker.uri());
        rig.consume(events);
        Disposable load = rig.load(events, OFTEN);
        for (int round = 0; round < 3; round++) {
            rig.awaitMoreConfirmed(100);
            AmqpRig.broker(broker.uri(), channel -> {
                channel.queueDelete(rig.prefix + ".message.0");
                channel.queueDelete(rig.prefix + ".dead");
            });
        }
        rig.awaitMoreConfirmed(100);
        int before = rig.received.size();
        await().atMost(AmqpRig.PATIENCE).until(() -> rig.received.size() > before + 50);
        load.dispose();
        assertThat(rig.failures).allSatisfy(error -> assertThat(error).isInstanceOf(EventException.class));
    }

    @Test
    void aPublishToAMissingQueueIsRefusedAndTheNextOneFindsIt() {
        AmqpEvents events = rig.connected(broker.uri());
        AmqpRig.broker(broker.uri(), channel -> channel.queueDelete(rig.prefix + ".message.0"));
        rig.publish(events, "nowhere").block(AmqpRig.PATIENCE);
        assertThat(rig.failures)
                .singleElement()
                .satisfies(error -> assertThat(error).hasMessageContaining("missing"));
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            rig.publish(events, "somewhere").block(AmqpRig.PATIENCE);
            return rig.confirmed.contains("somewhere");
        });
    }

    @Test
    void movesAShardToTheOtherConsumerWhenOneIsGone() {
        FaultProxy proxy = new FaultProxy(broker.port());
        AmqpEvents first = rig.connected("amqp://guest:guest@127.0.0.1:" + proxy.port());
        AmqpEvents second = rig.connected(broker.uri());
        List<EventBatch> heldByFirst = new CopyOnWriteArrayList<>();
        rig.own(first.messageShards(4).subscribe(heldByFirst::add));
        rig.publish(second, "one").block(AmqpRig.PATIENCE);
        await().atMost(AmqpRig.PATIENCE).until(() -> heldByFirst.size() == 1);
        List<EventBatch> atSecond = new CopyOnWriteArrayList<>();
        rig.own(second.messageShards(4).subscribe(atSecond::add));
        rig.publish(second, "two").block(AmqpRig.PATIENCE);
        await().atMost(AmqpRig.PATIENCE).until(() -> heldByFirst.size() == 2);
        assertThat(atSecond).isEmpty();
        proxy.close();
        await().atMost(AmqpRig.PATIENCE).until(() -> atSecond.size() == 2);
        assertThat(atSecond).allSatisfy(batch -> assertThat(batch.redelivered()).isTrue());
        // Its channel is gone: settling changes nothing.
        heldByFirst.forEach(EventBatch::ack);
        heldByFirst.forEach(batch -> batch.retry("too late"));
        atSecond.forEach(EventBatch::ack);
        AmqpRig.broker(
                broker.uri(),
                channel -> await().atMost(AmqpRig.PATIENCE)
                        .until(() -> channel.messageCount(rig.prefix + ".message.0") == 0));
    }

    @Test
    void aCutWithoutAWordIsNoticedAndPublishingGoesOn() {
        rig.confirmTimeout = IMPATIENT;
        try (FaultProxy proxy = new FaultProxy(broker.port())) {
            AmqpEvents events = rig.connected("amqp://guest:guest@127.0.0.1:" + proxy.port());
            rig.consume(events);
            Disposable load = rig.load(events, OFTEN);
            rig.awaitMoreConfirmed(100);
            proxy.hold();
            rig.awaitFailures(500);
            proxy.cut();
            proxy.release();
            rig.awaitMoreConfirmed(100);
            load.dispose();
            rig.assertNothingConfirmedIsLost();
        }
    }

    @Test
    void hintsComeAgainAfterTheBrokerWasAway() {
        AmqpEvents events = rig.connected(broker.uri());
        EventAddress.Node node = new EventAddress.Node("gateway-1");
        rig.own(events.node(node.node()).subscribe(rig::note));
        Disposable hinting = Flux.interval(Duration.ofMillis(20))
                .onBackpressureDrop()
                .concatMap(tick -> events.publish(node, ByteString.copyFromUtf8("hint " + tick))
                        .onErrorComplete())
                .subscribe();
        rig.own(hinting);
        await().atMost(AmqpRig.PATIENCE).until(() -> rig.received.size() > 10);
        broker.kill();
        broker.start();
        AmqpRig.awaitConnected(events);
        int before = rig.received.size();
        await().atMost(AmqpRig.PATIENCE).until(() -> rig.received.size() > before + 20);
    }

    @Test
    void hintsFlowAgainAfterTheBrokerWasFrozenUnderLoad() {
        rig.confirmTimeout = IMPATIENT;
        AmqpEvents events = rig.connected(broker.uri());
        EventAddress.Node node = new EventAddress.Node("gateway-1");
        rig.own(events.node(node.node()).subscribe(rig::note));
        ByteString hint = ByteString.copyFrom(new byte[10_000]);
        Disposable hinting = Flux.interval(OFTEN)
                .onBackpressureDrop()
                .flatMap(tick -> events.publish(node, hint).onErrorComplete(), 5000)
                .subscribe();
        Disposable load = rig.load(events, OFTEN);
        rig.awaitMoreConfirmed(200);
        broker.freeze();
        rig.awaitFailures(1000);
        await().atMost(AmqpRig.PATIENCE).until(() -> !events.connected());
        hinting.dispose();
        broker.thaw();
        rig.awaitMoreConfirmed(200);
        load.dispose();
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            events.publish(node, ByteString.copyFromUtf8("after"))
                    .onErrorComplete()
                    .block(AmqpRig.PATIENCE);
            return rig.received.containsKey("after");
        });
    }

    // B85
    @Test
    void buriesOnePoisonAmongAThousandAndDoesTheOthers() {
        AmqpEvents events = rig.connected(broker.uri());
        List<Integer> attempts = new ArrayList<>();
        rig.own(events.messageShards(8).subscribe(batch -> {
            if (batch.records().stream()
                    .anyMatch(record -> record.toStringUtf8().equals("poison"))) {
                attempts.add(batch.records().size());
                batch.retry("cannot be digested");
            } else {
                rig.note(batch);
                batch.ack();
            }
        }));
        Flux.range(0, 500)
                .concatMap(i -> rig.publish(events, "before " + i))
                .then(rig.publish(events, "poison"))
                .thenMany(Flux.range(0, 499).concatMap(i -> rig.publish(events, "after " + i)))
                .then()
                .block(AmqpRig.PATIENCE);
        await().atMost(AmqpRig.PATIENCE).until(() -> !events.deadLetters().isEmpty() && rig.received.size() == 999);
        assertThat(attempts).hasSize(3);
        assertThat(events.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("cannot be digested");
            assertThat(letter.attempts()).isEqualTo(3);
        });
        assertThat(rig.failures).isEmpty();
    }

    // B85
    @Test
    void buriesABodyThatIsNoBatchWithItsBytes() {
        AmqpEvents events = rig.connected(broker.uri());
        rig.consume(events);
        byte[] noise = {(byte) 0xFF, (byte) 0xFF, 3};
        AmqpRig.broker(broker.uri(), channel -> channel.basicPublish("", rig.prefix + ".message.0", null, noise));
        rig.publish(events, "good").block(AmqpRig.PATIENCE);
        await().atMost(AmqpRig.PATIENCE).until(() -> rig.received.containsKey("good"));
        List<byte[]> dead = new ArrayList<>();
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            AmqpRig.broker(broker.uri(), channel -> {
                var letter = channel.basicGet(rig.prefix + ".dead", true);
                if (letter != null) {
                    dead.add(letter.getBody());
                    assertThat(String.valueOf(letter.getProps().getHeaders().get("hongyan-reason")))
                            .contains("not a batch of records");
                }
            });
            return !dead.isEmpty();
        });
        assertThat(dead).containsExactly(noise);
    }

    @Test
    void keepsADeadLetterUntilItsQueueIsThere() {
        AmqpEvents events = rig.connected(broker.uri());
        ConcurrentLinkedQueue<EventBatch> batches = new ConcurrentLinkedQueue<>();
        rig.own(events.messageShards(1).subscribe(batches::add));
        rig.publish(events, "garbage").block(AmqpRig.PATIENCE);
        await().atMost(AmqpRig.PATIENCE).until(() -> batches.size() == 1);
        AmqpRig.broker(broker.uri(), channel -> channel.queueDelete(rig.prefix + ".dead"));
        batches.remove().reject("unreadable");
        await().atMost(AmqpRig.PATIENCE).until(() -> events.deadLetters().size() == 1);
        AmqpRig.broker(
                broker.uri(),
                channel ->
                        assertThat(channel.messageCount(rig.prefix + ".dead")).isOne());
    }
}
