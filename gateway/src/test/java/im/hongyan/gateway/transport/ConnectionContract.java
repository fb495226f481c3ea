package im.hongyan.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** What every {@link Connection} keeps, whatever carries it. */
@Timeout(120)
public interface ConnectionContract {
    Duration PATIENCE = Duration.ofSeconds(30);
    Duration A_MOMENT = Duration.ofMillis(200);

    /** A fresh connection, both ends. */
    Ends connect() throws Exception;

    /** Both ends of one connection. */
    record Ends(Connection server, TestClient client) implements AutoCloseable {
        public void onServer(Runnable action) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            server.executor().execute(() -> {
                try {
                    action.run();
                    done.complete(null);
                } catch (RuntimeException | Error e) {
                    done.completeExceptionally(e);
                }
            });
            done.join();
        }

        public Received receive(long demand) {
            Received received = new Received(demand);
            onServer(() -> server.inbound().subscribe(received));
            return received;
        }

        Frame receive() {
            return Objects.requireNonNull(client.receive(PATIENCE), "no frame");
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** What the server has been handed. */
    final class Received extends BaseSubscriber<Incoming> {
        private final List<Incoming> items = new CopyOnWriteArrayList<>();
        private final long demand;
        private volatile boolean completed;

        Received(long demand) {
            this.demand = demand;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                request(demand);
            }
        }

        @Override
        protected void hookOnNext(Incoming value) {
            items.add(value);
        }

        @Override
        protected void hookOnComplete() {
            completed = true;
        }

        @Override
        protected void hookOnError(Throwable throwable) {
            completed = true;
        }

        public int count() {
            return items.size();
        }

        List<Integer> requestIds() {
            return items.stream()
                    .filter(Incoming.Received.class::isInstance)
                    .map(item -> ((Incoming.Received) item).frame().requestId())
                    .toList();
        }

        ErrorCode refusal() {
            eventually(() -> items.stream().anyMatch(Incoming.Refused.class::isInstance));
            return items.stream()
                    .filter(Incoming.Refused.class::isInstance)
                    .map(item -> ((Incoming.Refused) item).rule().code())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A source with a queue, or with a frame that never ends. */
    final class Frames implements FrameSource {
        private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
        private final AtomicLong polledBytes = new AtomicLong();
        private final AtomicInteger sealed = new AtomicInteger();
        private final AtomicInteger flushed = new AtomicInteger();
        private final List<Boolean> writable = new CopyOnWriteArrayList<>();
        private @Nullable Frame endless;

        @Override
        public @Nullable Outgoing poll() {
            Outgoing next = endless == null ? queue.poll() : new Outgoing.Own(endless);
            if (next != null) {
                polledBytes.addAndGet(next.bytes());
            }
            return next;
        }

        @Override
        public Runnable seal() {
            sealed.incrementAndGet();
            return flushed::incrementAndGet;
        }

        @Override
        public void writable(boolean now) {
            writable.add(now);
        }
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE);
            }
            rest(Duration.ofMillis(5));
        }
    }

    static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Frame ping(int requestId) {
        return new Frame(FrameType.PING, requestId, Ping.getDefaultInstance());
    }

    static Frame pong(int requestId) {
        return new Frame(
                FrameType.PONG,
                requestId,
                Pong.newBuilder().setServerTime(requestId).build());
    }

    static Frame send(int requestId, int textBytes) {
        return new Frame(
                FrameType.SEND,
                requestId,
                Send.newBuilder()
                        .setPeer("bob")
                        .setClientMessageId("c")
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText("x".repeat(textBytes))))
                        .build());
    }

    static Frame deliver(int textBytes) {
        return Frame.of(
                FrameType.DELIVER,
                Deliver.newBuilder()
                        .setMessage(Message.newBuilder()
                                .setConversation("d:a:b")
                                .setSequence(1)
                                .setContent(Content.newBuilder()
                                        .setText(Text.newBuilder().setText("x".repeat(textBytes)))))
                        .build());
    }

    @Test
    default void carriesFramesBothWaysInOrder() throws Exception {
        try (Ends ends = connect()) {
            Frames frames = new Frames();
            ends.onServer(() -> {
                ends.server().admit();
                ends.server().outbound(frames);
            });
            Received received = ends.receive(Long.MAX_VALUE);

            for (int i = 1; i <= 100; i++) {
                ends.client().send(ping(i));
            }
            eventually(() -> received.requestIds().size() == 100);
            assertThat(received.requestIds()).isSorted().doesNotHaveDuplicates();

            ends.onServer(() -> {
                for (int i = 1; i <= 100; i++) {
                    frames.queue.add(new Outgoing.Own(pong(i)));
                }
                ends.server().wake();
            });
            List<Integer> answers = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                answers.add(ends.receive().requestId());
            }
            assertThat(answers).isSorted().doesNotHaveDuplicates();
            eventually(() -> frames.flushed.get() == frames.sealed.get());
        }
    }

    @Test
    default void readsOnlyWhatIsAskedFor() throws Exception {
        try (Ends ends = connect()) {
            ends.onServer(() -> ends.server().admit());
            Received received = ends.receive(3);

            for (int i = 1; i <= 50; i++) {
                ends.client().send(ping(i));
            }
            eventually(() -> received.items.size() == 3);
            rest(A_MOMENT);
            assertThat(received.requestIds()).containsExactly(1, 2, 3);

            ends.onServer(() -> received.request(4));
            eventually(() -> received.items.size() == 7);
            ends.onServer(() -> received.request(1_000));
            eventually(() -> received.items.size() == 50);
            assertThat(received.requestIds()).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    default void takesFramesOnlyWhileTheClientReads() throws Exception {
        try (Ends ends = connect()) {
            Frames frames = new Frames();
            stopReading(ends.client());
            ends.client().send(ping(1));
            Received received = ends.receive(Long.MAX_VALUE);
            eventually(() -> received.items.size() == 1);
            ends.onServer(() -> {
                frames.endless = deliver(16 * 1024);
                ends.server().outbound(frames);
            });

            eventually(() -> frames.writable.contains(false) && !frames.writable.getLast());
            settle(frames.polledBytes);
            long taken = frames.polledBytes.get();
            rest(A_MOMENT);
            assertThat(frames.polledBytes.get())
                    .as("nothing is taken meanwhile")
                    .isEqualTo(taken);
            assertThat(taken).as("what the sockets' own buffers hold").isLessThan(32L << 20);

            readAgain(ends.client());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (frames.polledBytes.get() == taken && System.nanoTime() < deadline) {
                assertThat(ends.client().receive(PATIENCE)).isNotNull();
            }
            assertThat(frames.polledBytes.get()).isGreaterThan(taken);
            ends.onServer(() -> frames.endless = null);
        }
    }

    private static void settle(AtomicLong value) {
        long before = -1;
        while (before != value.get()) {
            before = value.get();
            rest(A_MOMENT);
        }
    }

    /** For carriers whose client reads by itself. */
    default void stopReading(TestClient client) {}

    default void readAgain(TestClient client) {}

    @Test
    default void sendsWhatIsLeftAndThenCloses() throws Exception {
        try (Ends ends = connect()) {
            Frames frames = new Frames();
            Received received = ends.receive(1);
            ends.client().send(ping(1));
            eventually(() -> received.items.size() == 1);
            CompletableFuture<Void> closed = ends.server().onClose().toFuture();

            ends.onServer(() -> {
                ends.server().outbound(frames);
                for (int i = 1; i <= 20; i++) {
                    frames.queue.add(new Outgoing.Own(pong(i)));
                }
                ends.server().close(Closing.of(ErrorCode.DRAINING));
            });

            for (int i = 1; i <= 20; i++) {
                assertThat(ends.receive().requestId()).isEqualTo(i);
            }
            assertThat(ends.client().isClosedWithin(PATIENCE)).isTrue();
            ends.client().close();
            closed.orTimeout(PATIENCE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    @Test
    default void lastWordsArriveAlthoughTheClientStillSends() throws Exception {
        try (Ends ends = connect()) {
            Frames frames = new Frames();
            Received received = ends.receive(1);
            ends.onServer(() -> ends.server().outbound(frames));
            ends.client().send(ping(1));
            eventually(() -> received.items.size() == 1);

            ends.onServer(() -> ends.server().admit());
            for (int i = 0; i < 200; i++) {
                ends.client().send(send(i, 1_000));
            }
            ends.onServer(() -> {
                frames.queue.add(new Outgoing.Own(pong(7)));
                ends.server().close(Closing.of(ErrorCode.MALFORMED));
            });

            assertThat(ends.receive().requestId()).isEqualTo(7);
            assertThat(ends.client().isClosedWithin(PATIENCE)).isTrue();
        }
    }

    @Test
    default void completesWhenTheClientLeaves() throws Exception {
        Ends ends = connect();
        Received received = ends.receive(Long.MAX_VALUE);
        CompletableFuture<Void> closed = ends.server().onClose().toFuture();

        ends.client().close();

        closed.orTimeout(PATIENCE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
        eventually(() -> received.completed);
    }

    @Test
    default void takesOneSmallFrameBeforeAdmission() throws Exception {
        try (Ends ends = connect()) {
            Received received = ends.receive(2);

            ends.client().send(ping(1));
            ends.client().send(ping(2));

            assertThat(received.refusal()).isEqualTo(ErrorCode.AUTH_REQUIRED);
            assertThat(received.requestIds()).containsExactly(1);
        }
        try (Ends ends = connect()) {
            Received received = ends.receive(1);
            ends.client().send(send(1, WireLimits.BODY_BYTES_BEFORE_LOGIN));
            assertThat(received.refusal()).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
        }
    }

    @Test
    default void takesLargerFramesAfterAdmission() throws Exception {
        try (Ends ends = connect()) {
            ends.onServer(() -> ends.server().admit());
            Received received = ends.receive(Long.MAX_VALUE);

            ends.client().send(send(1, 64 * 1024));
            ends.client().send(ping(2));

            eventually(() -> received.requestIds().size() == 2);
            assertThat(received.requestIds()).containsExactly(1, 2);
            assertThat(ends.server().receivedBytes()).isGreaterThan(64 * 1024);
        }
    }
}
