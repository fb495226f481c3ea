package im.hongyan.e2e.fault;

import im.hongyan.e2e.checker.Run;
import im.hongyan.e2e.world.Site;
import java.util.function.BiConsumer;

/**
 * A fault of the table in {@code docs/testing.md}.
 *
 * @param <S> what it strikes
 * @param name what a report calls it
 * @param blows how often it strikes
 * @param beyond what must hold beside the zeros; throws an AssertionError otherwise
 */
record Fault<S extends Site>(String name, int blows, Blow<S> blow, BiConsumer<Run, String> beyond) {
    static <S extends Site> Fault<S> of(String name, int blows, Blow<S> blow) {
        return new Fault<>(name, blows, blow, (run, text) -> {});
    }

    Fault<S> beyond(BiConsumer<Run, String> more) {
        return new Fault<>(name, blows, blow, more);
    }

    @Override
    public String toString() {
        return name;
    }
}
