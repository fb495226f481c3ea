package im.hongyan.bench.load;

import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * Exactly once and in order, for one recipient of one lane. Touched by the recipient's event loop only, until the run is over.
 */
final class Ledger {
    private final BitSet received = new BitSet();
    private long lastSequence;

    /** Notes a delivery; returns whether it was the first of this message. */
    boolean note(int number, long sequence, LongAdder repeated, LongAdder reordered) {
        if (received.get(number)) {
            repeated.increment();
            return false;
        }
        received.set(number);
        if (sequence < lastSequence) {
            reordered.increment();
        }
        lastSequence = Math.max(lastSequence, sequence);
        return true;
    }

    /** How many of the accepted messages never came. */
    int missing(BitSet accepted) {
        BitSet rest = (BitSet) accepted.clone();
        rest.andNot(received);
        return rest.cardinality();
    }
}
