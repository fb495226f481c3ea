package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.local.TestServers;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Nothing grows, and nothing is left behind. */
class AmqpBoundsTest {
    private static final EventAddress.Node NODE = new EventAddress.Node("gateway-1");
    private static final EventAddress.Node OTHER = new EventAddress.Node("gateway-2");
    /** Many times what a node's queue holds, though several hints may travel in one batch. */
    private static final int HINTS = 20_000;

    private final AmqpRig rig = new AmqpRig();
    private final String uri = TestServers.rabbit();

    @AfterEach
    void close() {
        rig.close();
    }

    /** Asks for as much as it is told to. */
    private static final class Reader extends BaseSubscriber<EventBatch> {
        private final List<EventBatch> batches = new CopyOnWriteArrayList<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Asks for nothing yet.
        }

        @Override
        protected void hookOnNext(EventBatch batch) {
            batches.add(batch);
        }
    }

    @Test
    void givesOutOnlyWhatIsAskedFor() {
        AmqpEvents events = rig.connected(uri);
        Reader reader = new Reader();
        rig.own(reader);
        events.messageShards(8).subscribe(reader);
        Flux.range(0, 20).concatMap(i -> rig.publish(events, "record " + i)).blockLast(AmqpRig.PATIENCE);
        reader.request(3);
        await().atMost(AmqpRig.PATIENCE).until(() -> reader.batches.size() == 3);
        // What the broker gave out beyond the demand is within the prefetch; the rest it keeps.
        AmqpRig.broker(
                uri,
                channel -> assertThat(channel.messageCount(rig.prefix + ".message.0"))
                        .isEqualTo(20 - 8));
        reader.request(Long.MAX_VALUE);
        await().atMost(AmqpRig.PATIENCE).until(() -> reader.batches.size() == 8);
        reader.batches.forEach(EventBatch::ack);
        await().atMost(AmqpRig.PATIENCE).until(() -> reader.batches.size() == 16);
    }

    @Test
    void refusesWhatTheQueueOfAShardCannotHold() {
        AmqpEvents events = rig.connected(uri);
        List<ErrorCode> codes = Flux.range(0, 20_000)
                .flatMap(i -> outcome(events, AmqpRig.SHARD), 20_000)
                .collectList()
                .block(AmqpRig.PATIENCE);
        assertThat(codes).contains(ErrorCode.BUSY).doesNotContain(ErrorCode.INTERNAL);
    }

    private static Mono<ErrorCode> outcome(EventPublisher events, EventAddress address) {
        return events.publish(address, ByteString.copyFrom(new byte[10_000]))
                .then(Mono.<ErrorCode>empty())
                .onErrorResume(EventException.class, error -> Mono.just(error.code()));
    }

    @Test
    void dropsTheOldestHintsOfANodeThatDoesNotRead() {
        AmqpEvents events = rig.connected(uri);
        Reader slow = new Reader();
        rig.own(slow);
        events.node(NODE.node()).subscribe(slow);
        awaitHint(events, NODE, slow);
        Reader other = new Reader();
        rig.own(other);
        events.node(OTHER.node()).subscribe(other);
        awaitHint(events, OTHER, other);
        other.request(Long.MAX_VALUE);
        slow.batches.clear();
        for (int i = 0; i < HINTS; i++) {
            events.publish(NODE, ByteString.copyFromUtf8("hint " + i)).block(AmqpRig.PATIENCE);
        }
        // What comes to somebody else by the same channel afterwards tells that the broker has sorted all of them.
        events.publish(OTHER, ByteString.copyFromUtf8("sorted")).block(AmqpRig.PATIENCE);
        await().atMost(AmqpRig.PATIENCE).until(() -> texts(other).contains("sorted"));
        slow.request(Long.MAX_VALUE);
        await().atMost(AmqpRig.PATIENCE).until(() -> texts(slow).contains("hint " + (HINTS - 1)));
        assertThat(slow.batches).hasSizeLessThan(2 * AmqpRig.NODE_BATCHES);
        assertThat(texts(slow)).hasSizeLessThan(HINTS);
    }

    private static void awaitHint(AmqpEvents events, EventAddress.Node node, Reader reader) {
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            reader.request(1);
            events.publish(node, ByteString.copyFromUtf8("are you there")).block(AmqpRig.PATIENCE);
            return !reader.batches.isEmpty();
        });
    }

    private static Set<String> texts(Reader reader) {
        return reader.batches.stream()
                .flatMap(batch -> batch.records().stream())
                .map(ByteString::toStringUtf8)
                .collect(Collectors.toSet());
    }

    @Test
    void leavesNoConnectionAndNoThreadBehind() {
        Set<Thread> before = threads();
        for (int round = 0; round < 5; round++) {
            AmqpEvents events = rig.connected(uri);
            rig.consume(events);
            rig.publish(events, "record").block(AmqpRig.PATIENCE);
            events.close();
        }
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            return left.isEmpty();
        });
    }

    @Test
    void leavesNothingBehindWhenItIsClosedWhileItConnects() {
        Set<Thread> before = threads();
        for (int round = 0; round < 10; round++) {
            AmqpEvents events = rig.process(uri);
            rig.own(events.messageShards(1).subscribe());
            events.close();
        }
        await().atMost(AmqpRig.PATIENCE).until(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            return left.isEmpty();
        });
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hongyan-")
                        || thread.getName().startsWith("AMQP Connection")
                        || thread.getName().startsWith("pool-"))
                .collect(Collectors.toSet());
    }
}
