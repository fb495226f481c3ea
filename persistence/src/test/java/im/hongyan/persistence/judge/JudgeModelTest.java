package im.hongyan.persistence.judge;

import static im.hongyan.persistence.store.Samples.GROUP;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.StoredMessage;
import im.hongyan.persistence.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The judge against a model that keeps one slot for every number of a conversation. */
class JudgeModelTest {
    private static final long HOLE = 10;
    private static final long JUMP = 30;
    private static final String VOID = "";

    /** A message as it is consumed; the same id may come again, with the same or another number. */
    record Arrival(int id, long number) {}

    /** What is consumed together, after some time has passed. */
    record Batch(List<Arrival> arrivals, long passed) {}

    /** The naive reading of the contract. */
    private static final class Model {
        private final TreeMap<Long, String> slots = new TreeMap<>();
        private final TreeMap<Long, Long> open = new TreeMap<>();
        private final Map<String, Long> numbers = new HashMap<>();

        long top() {
            return slots.isEmpty() ? 0 : slots.lastKey();
        }

        long settled() {
            return open.isEmpty() ? top() : open.firstKey() - 1;
        }

        void arrive(String id, long number, long now) {
            if (numbers.containsKey(id)) {
                if (!slots.containsKey(number)) {
                    fill(number, VOID, now);
                }
            } else if (!slots.containsKey(number)) {
                fill(number, id, now);
            } else {
                long fresh = top() + 1;
                List.copyOf(open.keySet()).forEach(this::makeVoid);
                fill(fresh, id, now);
            }
        }

        void fill(long number, String content, long now) {
            long from = top() + 1;
            for (long below = from; below < number; below++) {
                open.put(below, now);
            }
            open.remove(number);
            slots.put(number, content);
            if (!content.equals(VOID)) {
                numbers.put(content, number);
            }
            if (number - from >= JUMP) {
                for (long below = from; below < number; below++) {
                    makeVoid(below);
                }
            }
        }

        void expire(long now) {
            List.copyOf(open.keySet()).stream()
                    .filter(number -> open.getOrDefault(number, now) <= now - HOLE)
                    .forEach(this::makeVoid);
        }

        private void makeVoid(long number) {
            open.remove(number);
            slots.put(number, VOID);
        }
    }

    @Property
    void decidesAsTheModelDoes(@ForAll("batches") List<Batch> batches) {
        Model model = new Model();
        Timeline timeline = Timeline.EMPTY;
        Map<ClientKey, StoredMessage> stored = new HashMap<>();
        TreeMap<Long, String> table = new TreeMap<>();
        long now = 0;
        for (Batch batch : batches) {
            now += batch.passed();
            Decision decision = decide(timeline, stored, batch, now);
            apply(decision, stored, table);
            timeline = decision.timelines().getOrDefault(GROUP, timeline);

            for (Arrival arrival : batch.arrivals()) {
                model.arrive("c" + arrival.id(), arrival.number(), now);
            }
            model.expire(now);

            assertThat(table).isEqualTo(model.slots);
            assertThat(timeline.top()).isEqualTo(model.top());
            assertThat(timeline.settled()).isEqualTo(model.settled());
        }
    }

    @Property
    void losesDoublesAndReordersNothing(@ForAll("batches") List<Batch> batches) {
        Timeline timeline = Timeline.EMPTY;
        Map<ClientKey, StoredMessage> stored = new HashMap<>();
        TreeMap<Long, String> table = new TreeMap<>();
        List<String> consumed = new ArrayList<>();
        long highestFresh = 0;
        long now = 0;
        for (Batch batch : batches) {
            now += batch.passed();
            Decision decision = decide(timeline, stored, batch, now);
            apply(decision, stored, table);
            timeline = decision.timelines().getOrDefault(GROUP, timeline);
            for (Arrival arrival : batch.arrivals()) {
                consumed.add("c" + arrival.id());
            }
            for (LogEntry entry : decision.entries()) {
                assertThat(entry.sequence())
                        .as("what is consumed after a renumbered message is numbered above it")
                        .isGreaterThan(highestFresh);
                if (entry.sequence() != entry.event().getSequence()) {
                    highestFresh = entry.sequence();
                }
            }
        }

        List<String> kept =
                table.values().stream().filter(content -> !content.equals(VOID)).toList();
        assertThat(kept)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        consumed.stream().distinct().toList());
        for (long number = 1; number <= timeline.settled(); number++) {
            assertThat(table).containsKey(number);
        }
    }

    /** As the writer does it: first without, then with a look-up. */
    private static Decision decide(Timeline timeline, Map<ClientKey, StoredMessage> stored, Batch batch, long now) {
        boolean known = batch.arrivals().stream().anyMatch(arrival -> stored.containsKey(key(arrival)));
        Judge quick = new Judge(rules(), key -> timeline, Map.of(), false, now);
        if (!known && judge(quick, batch)) {
            return quick.decision(List.of());
        }
        Judge careful = new Judge(rules(), key -> timeline, stored, true, now);
        assertThat(judge(careful, batch)).isTrue();
        return careful.decision(List.of());
    }

    private static boolean judge(Judge judge, Batch batch) {
        for (Arrival arrival : batch.arrivals()) {
            Incoming message = new Incoming(key(arrival), event(GROUP, arrival.number(), "alice", "c" + arrival.id()));
            if (!judge.judge(message, new ArrayList<>())) {
                return false;
            }
        }
        judge.closeDue(GROUP);
        return true;
    }

    private static void apply(Decision decision, Map<ClientKey, StoredMessage> stored, Map<Long, String> table) {
        decision.entries().forEach(entry -> {
            assertThat(table.put(entry.sequence(), entry.key().clientMessageId()))
                    .isNull();
            assertThat(stored.put(entry.key(), new StoredMessage(entry.key(), entry.sequence(), entry.body())))
                    .isNull();
        });
        decision.voids().forEach(range -> {
            for (long number = range.numbers().from(); number <= range.numbers().to(); number++) {
                assertThat(table.put(number, VOID)).isNull();
            }
        });
    }

    private static ClientKey key(Arrival arrival) {
        return new ClientKey(GROUP, "alice", "c" + arrival.id());
    }

    private static JudgeRules rules() {
        return new JudgeRules(HOLE, JUMP, 1_000);
    }

    @Provide
    Arbitrary<List<Batch>> batches() {
        Arbitrary<Long> numbers = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Arbitraries.longs().between(1, 25)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(60, 120)));
        Arbitrary<Arrival> arrivals = Combinators.combine(Arbitraries.integers().between(1, 30), numbers)
                .as(Arrival::new);
        return Combinators.combine(
                        arrivals.list().ofMinSize(1).ofMaxSize(6),
                        Arbitraries.longs().between(0, 7))
                .as(Batch::new)
                .list()
                .ofMaxSize(15);
    }
}
