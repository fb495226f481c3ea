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
 * @param resequenced how many messages may get another number than was answered, of each that was accepted
 * @param beyond what must hold beside the zeros; throws an AssertionError otherwise
 */
record Fault<S extends Site>(String name, int blows, Blow<S> blow, double resequenced, BiConsumer<Run, String> beyond) {
    /** Where everything is slow, a hole may close before its message comes. */
    private static final double RARELY = 0.01;
    /** What was on its way when numbers were lost; a counter that went back would exchange nearly all. */
    private static final double SOMETIMES = 0.05;

    static <S extends Site> Fault<S> of(String name, int blows, Blow<S> blow) {
        return new Fault<>(name, blows, blow, RARELY, (run, text) -> {});
    }

    /** A fault that loses numbers which were given. */
    Fault<S> resequencing() {
        return new Fault<>(name, blows, blow, SOMETIMES, beyond);
    }

    Fault<S> beyond(BiConsumer<Run, String> more) {
        return new Fault<>(name, blows, blow, resequenced, more);
    }

    @Override
    public String toString() {
        return name;
    }
}
