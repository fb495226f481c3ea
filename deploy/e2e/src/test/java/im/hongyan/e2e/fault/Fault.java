package im.hongyan.e2e.fault;

import im.hongyan.e2e.checker.Run;
import java.util.function.BiConsumer;

/**
 * A fault of the table in {@code docs/delivery.md}, with short pulses.
 *
 * @param name what a report calls it
 * @param blows how often it strikes
 * @param mayResequence whether the fault takes numbers back, so that fresh ones are lawful
 * @param beyond what must hold beside the zeros; throws an AssertionError otherwise
 */
record Fault(String name, int blows, Blow blow, boolean mayResequence, BiConsumer<Run, String> beyond) {
    static Fault of(String name, int blows, Blow blow) {
        return new Fault(name, blows, blow, false, (run, text) -> {});
    }

    /** A fault that loses numbers which were given. */
    Fault resequencing() {
        return new Fault(name, blows, blow, true, beyond);
    }

    Fault beyond(BiConsumer<Run, String> more) {
        return new Fault(name, blows, blow, mayResequence, more);
    }

    @Override
    public String toString() {
        return name;
    }
}
