package im.hongyan.client.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import im.hongyan.client.loop.VirtualLoop;
import im.hongyan.client.outbox.Wire;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A server that loses, repeats and shuffles its hints, cuts its answers short, refuses some and loses connections, and an
 * application that takes its time: whatever the order, each message is applied once, in the order of its conversation, and
 * all of them in the end. Deterministic for each seed.
 */
class TimelinesModelTest {
    private static final int CONVERSATIONS = 4;

    static List<Integer> seeds() {
        return java.util.stream.IntStream.range(0, 400).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void appliesEachMessageOnceAndInOrder(int seed) {
        World world = new World(new Random(seed));
        for (int step = 0; step < 400; step++) {
            world.step();
        }
        world.settle();
        world.log.forEach((conversation, messages) -> assertThat(world.appliedIn(conversation))
                .as("%s, seed %d", conversation, seed)
                .containsExactlyElementsOf(messages.keySet()));
        assertThat(world.timelines.unappliedMessages()).isZero();
        assertThat(world.timelines.unappliedBytes()).isZero();
    }

    private static final class World implements TimelineListener, Wire {
        final Random random;
        final VirtualLoop loop = new VirtualLoop();
        final Map<String, TreeMap<Long, Message>> log = new TreeMap<>();
        final Map<String, Long> heads = new TreeMap<>();
        final Map<String, List<Long>> applied = new HashMap<>();
        final List<Runnable> toClient = new ArrayList<>();
        final List<Sinks.Empty<Void>> atWork = new ArrayList<>();
        final InboxBounds bounds;
        final Timelines timelines;
        int requestId;
        boolean calm;

        World(Random random) {
            this.random = random;
            bounds = new InboxBounds(1 + random.nextInt(20), 200 + random.nextInt(4_000));
            timelines = new Timelines(loop, bounds, false, this::apply, this);
            for (int i = 0; i < CONVERSATIONS; i++) {
                log.put("g:" + i, new TreeMap<>());
                heads.put("g:" + i, 0L);
                applied.put("g:" + i, new ArrayList<>());
            }
            connect();
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> store();
                case 4 -> heads.merge(anyConversation(), 1L + random.nextInt(3), Long::sum);
                case 5, 6, 7 -> arrive();
                case 8, 9 -> work();
                case 10 -> loop.advance(Duration.ofMillis(random.nextInt(400)));
                default -> {
                    if (random.nextInt(8) == 0) {
                        connect();
                    } else {
                        hintAgain();
                    }
                }
            }
            loop.run();
            assertThat(timelines.unappliedMessages()).isLessThanOrEqualTo(bounds.messages() + 1);
        }

        /** The network is good now, and the application does its work. */
        void settle() {
            calm = true;
            connect();
            for (int i = 0; i < 20_000 && !isDone(); i++) {
                if (!toClient.isEmpty()) {
                    toClient.removeFirst().run();
                } else if (!atWork.isEmpty()) {
                    work();
                } else {
                    loop.advance(Duration.ofSeconds(1));
                    timelines.tick();
                }
                loop.run();
            }
        }

        private boolean isDone() {
            return atWork.isEmpty()
                    && toClient.isEmpty()
                    && log.entrySet().stream()
                            .allMatch(entry -> appliedIn(entry.getKey()).size()
                                    == entry.getValue().size());
        }

        private Mono<Void> apply(Message message) {
            appliedIn(message.getConversation()).add(message.getSequence());
            if (random.nextBoolean()) {
                return Mono.empty();
            }
            Sinks.Empty<Void> done = Sinks.empty();
            atWork.add(done);
            return done.asMono();
        }

        private void work() {
            if (!atWork.isEmpty()) {
                atWork.removeFirst().tryEmitEmpty();
            }
        }

        private void store() {
            String conversation = anyConversation();
            long sequence = heads.merge(conversation, 1L, Long::sum);
            Message message = Message.newBuilder()
                    .setConversation(conversation)
                    .setSequence(sequence)
                    .setContent(
                            Content.newBuilder().setText(Text.newBuilder().setText("x".repeat(random.nextInt(300)))))
                    .build();
            logOf(conversation).put(sequence, message);
            if (random.nextInt(4) != 0) {
                toClient.add(() -> timelines.delivered(message));
            }
        }

        private void hintAgain() {
            NavigableMap<Long, Message> messages = logOf(anyConversation());
            if (!messages.isEmpty()) {
                Message old = messages.lastEntry().getValue();
                toClient.add(() -> timelines.delivered(old));
            }
        }

        private void arrive() {
            if (!toClient.isEmpty() && (calm || !timelines.isFull())) {
                toClient.remove(random.nextInt(Math.min(3, toClient.size()))).run();
            }
        }

        private void connect() {
            timelines.disconnected();
            toClient.clear();
            timelines.connected(this, random.nextInt(3));
            Heads.Builder all = Heads.newBuilder().setLast(true);
            heads.forEach((conversation, head) ->
                    all.addHeads(Head.newBuilder().setConversation(conversation).setSequence(head)));
            toClient.add(() -> timelines.heads(all.build()));
        }

        private List<Long> appliedIn(String conversation) {
            return applied.computeIfAbsent(conversation, key -> new ArrayList<>());
        }

        private NavigableMap<Long, Message> logOf(String conversation) {
            return log.computeIfAbsent(conversation, key -> new TreeMap<>());
        }

        private String anyConversation() {
            return "g:" + random.nextInt(CONVERSATIONS);
        }

        @Override
        public int ask(FrameType type, MessageLite body) {
            assertThat(type).isEqualTo(FrameType.SYNC);
            int id = ++requestId;
            if (!calm && random.nextInt(10) == 0) {
                toClient.add(() -> timelines.refused(id, Problems.retryAfter(ErrorCode.BUSY, "busy", 10)));
            } else {
                answer(id, (Sync) body);
            }
            return id;
        }

        private void answer(int id, Sync sync) {
            List<SyncPart> parts = new ArrayList<>();
            for (Cursor cursor : sync.getCursorsList()) {
                parts.addAll(parts(cursor, Math.min(sync.getLimit(), 1 + random.nextInt(10))));
            }
            for (int i = 0; i < parts.size(); i++) {
                SyncPart part =
                        parts.get(i).toBuilder().setDone(i == parts.size() - 1).build();
                toClient.add(() -> timelines.part(id, part));
            }
        }

        private List<SyncPart> parts(Cursor cursor, int limit) {
            String conversation = cursor.getConversation();
            long head = heads.getOrDefault(conversation, 0L);
            long after = cursor.getAfter();
            List<SyncPart> parts = new ArrayList<>();
            List<Message> rest =
                    new ArrayList<>(logOf(conversation).tailMap(after, false).values());
            boolean whole = rest.size() <= limit;
            rest = rest.subList(0, Math.min(limit, rest.size()));
            do {
                List<Message> some = rest.subList(0, Math.min(rest.size(), 1 + random.nextInt(3)));
                rest = rest.subList(some.size(), rest.size());
                boolean last = rest.isEmpty();
                long through = last && whole ? head : some.getLast().getSequence();
                parts.add(SyncPart.newBuilder()
                        .setConversation(conversation)
                        .setAfter(after)
                        .setThrough(through)
                        .setHead(head)
                        .addAllMessages(some)
                        .setLast(last)
                        .build());
                after = through;
            } while (!rest.isEmpty());
            return parts;
        }

        @Override
        public void tell(FrameType type, MessageLite body) {
            throw new IllegalStateException("timelines ask only");
        }

        @Override
        public void applied(String conversation, long sequence) {
            assertThat(sequence).isLessThanOrEqualTo(heads.getOrDefault(conversation, 0L));
        }

        @Override
        public void recovered(int conversations) {}

        @Override
        public void cursorAhead(String conversation, long cursor, long head) {
            throw new IllegalStateException("the log never shrinks");
        }

        @Override
        public void marks(Head head) {}

        @Override
        public void refused(String conversation, Problem problem) {
            throw new IllegalStateException("nothing is refused for good");
        }

        @Override
        public void applyFailed(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void roomChanged() {}
    }
}
