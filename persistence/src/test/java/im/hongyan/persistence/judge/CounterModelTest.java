package im.hongyan.persistence.judge;

import static im.hongyan.persistence.store.Samples.GROUP;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.StoredMessage;
import im.hongyan.persistence.timeline.Timeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order of the contract §7 under a counter that goes back, at any moment and as far as it likes: senders take numbers, publish
 * late, out of order or never; the judge consumes when it comes to it. Whoever was accepted before another took its number
 * is stored below it.
 */
class CounterModelTest {
    private static final int RUNS = 400;
    private static final int STEPS = 150;
    private static final long HOLE = 40;

    private record Message(String id, long number, int takenAt) {}

    private final Map<String, Integer> takenAt = new HashMap<>();
    private final Map<String, Integer> acceptedAt = new HashMap<>();
    private final Map<String, Long> storedAs = new HashMap<>();
    private final Map<ClientKey, StoredMessage> stored = new HashMap<>();
    private final List<Message> numbered = new ArrayList<>();
    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private Timeline timeline = Timeline.EMPTY;
    private long counter;
    private long floor;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsTheOrderOfWhatWasAccepted(long seed) {
        Random random = new Random(seed);
        int rollbacks = 0;
        for (int run = 0; run < RUNS; run++) {
            forget();
            for (int step = 0; step < STEPS; step++) {
                rollbacks += step(random, step);
            }
            consume(STEPS, queue.size());
            check();
        }
        assertThat(rollbacks).isGreaterThan(RUNS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void aLateMessageMovesOnlyWhatWasOnItsWay(int onTheWay) {
        Map<String, Long> given = new HashMap<>();
        for (int now = 0; now < 300; now++) {
            counter = Math.max(counter, floor);
            Message message = new Message("c" + now, ++counter, now);
            given.put(message.id(), message.number());
            if (now == 100) {
                numbered.add(message);
            } else {
                queue.add(message);
            }
            if (now == 200) {
                queue.add(numbered.removeFirst());
            }
            while (queue.size() > onTheWay) {
                consume(now, 1);
            }
        }

        long moved = storedAs.entrySet().stream()
                .filter(message -> !message.getValue().equals(given.get(message.getKey())))
                .count();
        assertThat(moved).isBetween(1L, 2L + onTheWay);
        assertThat(timeline.hasHoles()).isFalse();
    }

    private int step(Random random, int now) {
        switch (random.nextInt(20)) {
            case 0 -> {
                counter = Math.max(0, counter - random.nextInt(12));
                return 1;
            }
            case 1 -> counter = Math.max(counter, floor);
            case 2, 3, 4, 5, 6, 7, 8 -> {
                String id = "c" + now;
                takenAt.put(id, now);
                numbered.add(new Message(id, ++counter, now));
            }
            case 9, 10, 11, 12, 13, 14 -> {
                if (!numbered.isEmpty()) {
                    Message next = numbered.remove(random.nextInt(Math.min(4, numbered.size())));
                    queue.add(next);
                    acceptedAt.put(next.id(), now);
                }
            }
            case 15 -> {
                if (!numbered.isEmpty()) {
                    numbered.removeFirst();
                }
            }
            default -> consume(now, random.nextInt(4));
        }
        return 0;
    }

    private void consume(int now, int most) {
        List<Message> batch = new ArrayList<>();
        while (batch.size() < most && !queue.isEmpty()) {
            batch.add(queue.removeFirst());
        }
        Judge judge = new Judge(new JudgeRules(HOLE, 1_000, 1_000), key -> timeline, stored, true, now);
        for (Message message : batch) {
            ClientKey key = new ClientKey(GROUP, "alice", message.id());
            assertThat(judge.judge(
                            new Incoming(
                                    key,
                                    event(GROUP, message.number(), "alice", message.id()).toBuilder()
                                            .setTime(message.takenAt())
                                            .build()),
                            new ArrayList<>()))
                    .isTrue();
        }
        judge.closeDue(GROUP);
        Decision decision = judge.decision(List.of());
        for (LogEntry entry : decision.entries()) {
            assertThat(storedAs.put(entry.key().clientMessageId(), entry.sequence()))
                    .isNull();
            stored.put(entry.key(), new StoredMessage(entry.key(), entry.sequence(), entry.body()));
        }
        timeline = decision.timelines().getOrDefault(GROUP, timeline);
        decision.moved().forEach((conversation, move) -> {
            if (floor < timeline.top()) {
                floor = Math.max(timeline.top(), counter + move);
            }
        });
    }

    private void check() {
        assertThat(storedAs.keySet()).isEqualTo(acceptedAt.keySet());
        assertThat(storedAs.values()).doesNotHaveDuplicates();
        storedAs.forEach((first, low) -> storedAs.forEach((second, high) -> {
            if (acceptedAt.getOrDefault(first, 0) < takenAt.getOrDefault(second, 0)) {
                assertThat(low)
                        .as("%s was accepted before %s was sent", first, second)
                        .isLessThan(high);
            }
        }));
    }

    private void forget() {
        takenAt.clear();
        acceptedAt.clear();
        storedAs.clear();
        stored.clear();
        numbered.clear();
        queue.clear();
        timeline = Timeline.EMPTY;
        counter = 0;
        floor = 0;
    }
}
