package im.hongyan.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.loop.VirtualLoop;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that stores and does not answer, refuses for now or for good, and loses connections: each send is answered once,
 * stored at most once and carries the resend flag whenever it went out before. Deterministic for each seed.
 */
class OutboxModelTest {
    static List<Integer> seeds() {
        return java.util.stream.IntStream.range(0, 300).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersEachSendOnceWhateverHappens(int seed) {
        World world = new World(new Random(seed));
        for (int step = 0; step < 300; step++) {
            world.step();
        }
        world.settle();
        assertThat(world.answers.keySet()).as("seed %d", seed).isEqualTo(world.sent);
        world.answers.forEach(
                (id, sequence) -> assertThat(sequence).as(id).isEqualTo(world.stored.getOrDefault(id, 0L)));
        assertThat(world.outbox.messages()).isZero();
        assertThat(world.outbox.bytes()).isZero();
    }

    /** Without failures, each conversation is stored in the order of sending, whatever the interleaving. */
    @ParameterizedTest
    @MethodSource("seeds")
    void keepsTheOrderOfEachConversationAlsoOverLostConnections(int seed) {
        World world = new World(new Random(seed));
        world.refusals = false;
        for (int step = 0; step < 300; step++) {
            world.step();
        }
        world.settle();
        Map<String, Long> last = new HashMap<>();
        world.stored.keySet().forEach(id -> {
            String lane = id.substring(0, id.indexOf('-'));
            long number = Long.parseLong(id.substring(id.indexOf('-') + 1));
            assertThat(number).as("seed %d, %s", seed, id).isGreaterThan(last.getOrDefault(lane, -1L));
            last.put(lane, number);
        });
    }

    private record Request(int id, Send send) {}

    private static final class World implements Wire {
        final Random random;
        final VirtualLoop loop = new VirtualLoop();
        final Outbox outbox = new Outbox(new OutboxBounds(1_000, 1 << 20, 6, Duration.ofSeconds(2)), loop);
        final ArrayDeque<Request> toServer = new ArrayDeque<>();
        final List<Runnable> toClient = new ArrayList<>();
        final Map<String, Long> stored = new LinkedHashMap<>();
        final Map<String, Long> answers = new HashMap<>();
        final Set<String> sent = new HashSet<>();
        final Set<String> seen = new HashSet<>();
        final Map<String, Integer> numbers = new HashMap<>();
        boolean refusals = true;
        boolean calm;
        int requestId;

        World(Random random) {
            this.random = random;
            connect();
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> send();
                case 3, 4, 5 -> serve();
                case 6, 7 -> arrive();
                case 8 -> {
                    loop.advance(Duration.ofMillis(random.nextInt(300)));
                    outbox.tick();
                }
                default -> {
                    if (random.nextInt(6) == 0) {
                        connect();
                    }
                }
            }
            loop.run();
        }

        void settle() {
            calm = true;
            for (int i = 0; i < 20_000 && outbox.messages() > 0; i++) {
                serve();
                arrive();
                loop.advance(Duration.ofMillis(50));
                outbox.tick();
            }
        }

        private void send() {
            String lane = "u" + random.nextInt(3);
            String id = lane + "-" + numbers.merge(lane, 1, Integer::sum);
            sent.add(id);
            outbox.send(Send.newBuilder().setPeer(lane).setClientMessageId(id).build())
                    .subscribe(accepted -> answer(id, accepted.getSequence()), failure -> {
                        assertThat(failure).isInstanceOf(RefusedException.class);
                        answer(id, 0);
                    });
        }

        private void answer(String id, long sequence) {
            assertThat(answers.put(id, sequence)).as(id).isNull();
        }

        private void serve() {
            Request request = toServer.poll();
            if (request == null) {
                return;
            }
            String id = request.send().getClientMessageId();
            Long before = stored.get(id);
            int fate = refusals && !calm ? random.nextInt(10) : 9;
            if (before == null && fate == 0) {
                answer(() -> outbox.refused(request.id(), Problems.of(ErrorCode.NOT_MEMBER, "no")));
            } else if (fate <= 2) {
                answer(() -> outbox.refused(request.id(), Problems.retryAfter(ErrorCode.BUSY, "busy", 20)));
            } else {
                long sequence = stored.computeIfAbsent(id, key -> stored.size() + 1L);
                if (calm || random.nextInt(10) != 0 || !refusals) {
                    Accepted accepted = Accepted.newBuilder()
                            .setSequence(sequence)
                            .setDuplicate(before != null)
                            .build();
                    answer(() -> outbox.accepted(request.id(), accepted));
                }
            }
        }

        private void answer(Runnable frame) {
            toClient.add(frame);
        }

        private void arrive() {
            if (!toClient.isEmpty()) {
                toClient.removeFirst().run();
            }
        }

        private void connect() {
            outbox.disconnected();
            toServer.clear();
            toClient.clear();
            outbox.connected(this, random.nextInt(4), Send::getPeer);
        }

        @Override
        public int ask(FrameType type, MessageLite body) {
            Send send = (Send) body;
            assertThat(send.getResend()).isEqualTo(!seen.add(send.getClientMessageId()));
            toServer.add(new Request(++requestId, send));
            return requestId;
        }

        @Override
        public void tell(FrameType type, MessageLite body) {
            throw new IllegalStateException("an outbox asks only");
        }
    }
}
