package im.hongyan.persistence.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The timeline against a model that keeps every single number in a set. */
class TimelineModelTest {

    sealed interface Step {
        record Take(long number) implements Step {}

        record Expire(long age) implements Step {}

        record CloseWide(long width) implements Step {}

        record CloseAll() implements Step {}

        record Restore() implements Step {}
    }

    private static final class Model {
        private final TreeSet<Long> taken = new TreeSet<>();
        private final TreeMap<Long, Long> open = new TreeMap<>();
        private long now;

        long top() {
            return taken.isEmpty() ? 0 : taken.last();
        }

        long settled() {
            return open.isEmpty() ? top() : open.firstKey() - 1;
        }

        void take(long number) {
            for (long below = top() + 1; below < number; below++) {
                open.put(below, now);
            }
            open.remove(number);
            taken.add(number);
        }

        void close(java.util.function.LongPredicate due) {
            List.copyOf(open.keySet()).stream().filter(due::test).forEach(number -> {
                open.remove(number);
                taken.add(number);
            });
        }

        long widthOfHole(long number) {
            long from = number;
            while (open.containsKey(from - 1)) {
                from--;
            }
            long to = number;
            while (open.containsKey(to + 1)) {
                to++;
            }
            return to - from + 1;
        }
    }

    @Property
    void doesWhatTheModelDoes(@ForAll("steps") List<Step> steps) {
        Model model = new Model();
        Timeline timeline = Timeline.EMPTY;
        for (Step step : steps) {
            model.now++;
            switch (step) {
                case Step.Take take -> {
                    assertThat(timeline.isOpen(take.number())).isEqualTo(!model.taken.contains(take.number()));
                    if (timeline.isOpen(take.number())) {
                        timeline = timeline.take(take.number(), Timeline.UNKNOWN, model.now);
                        model.take(take.number());
                    }
                }
                case Step.Expire expire -> {
                    long deadline = model.now - expire.age();
                    timeline = checked(model, timeline.closeOpenedUntil(deadline));
                    model.close(number -> model.open.getOrDefault(number, Long.MAX_VALUE) <= deadline);
                }
                case Step.CloseWide wide -> {
                    List<Long> due = model.open.keySet().stream()
                            .filter(number -> model.widthOfHole(number) >= wide.width())
                            .toList();
                    timeline = checked(model, timeline.closeFromWidth(wide.width()));
                    model.close(due::contains);
                }
                case Step.CloseAll all -> {
                    timeline = checked(model, timeline.closeAll());
                    model.close(number -> true);
                }
                case Step.Restore restore -> {
                    Model before = model;
                    List<Timeline.Taken> above = before.taken.tailSet(before.settled(), false).stream()
                            .map(number -> new Timeline.Taken(Range.of(number), Timeline.UNKNOWN))
                            .toList();
                    timeline = Timeline.restore(before.settled(), above, before.now);
                    model.open.replaceAll((number, since) -> before.now);
                }
            }
            agree(model, timeline);
        }
    }

    private static Timeline checked(Model model, Timeline.Closed closed) {
        for (Range range : closed.voids()) {
            for (long number = range.from(); number <= range.to(); number++) {
                assertThat(model.open).containsKey(number);
            }
        }
        return closed.timeline();
    }

    private static void agree(Model model, Timeline timeline) {
        assertThat(timeline.top()).isEqualTo(model.top());
        assertThat(timeline.settled()).isEqualTo(model.settled());
        assertThat(timeline.hasHoles()).isEqualTo(!model.open.isEmpty());
        for (long number = 1; number <= model.top() + 2; number++) {
            assertThat(timeline.isOpen(number)).as("open: " + number).isEqualTo(!model.taken.contains(number));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> take = Arbitraries.longs().between(1, 40).map(Step.Take::new);
        Arbitrary<Step> expire = Arbitraries.longs().between(0, 12).map(Step.Expire::new);
        Arbitrary<Step> wide = Arbitraries.longs().between(1, 12).map(Step.CloseWide::new);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(20, take),
                        net.jqwik.api.Tuple.of(2, expire),
                        net.jqwik.api.Tuple.of(1, wide),
                        net.jqwik.api.Tuple.of(1, Arbitraries.just(new Step.CloseAll())),
                        net.jqwik.api.Tuple.of(1, Arbitraries.just(new Step.Restore())))
                .list()
                .ofMaxSize(60);
    }
}
