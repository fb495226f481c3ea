package im.hongyan.bench.load;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What happened in the measured time. Safe for concurrent use. */
final class Tally {
    final LongAdder sent = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder refused = new LongAdder();
    private final Recorder acceptNanos = new Recorder(3);
    private final Recorder deliverNanos = new Recorder(3);
    private volatile long fromNanos = Long.MAX_VALUE;
    private volatile long untilNanos = Long.MAX_VALUE;

    void open(long nanos) {
        fromNanos = nanos;
    }

    void close(long nanos) {
        untilNanos = nanos;
    }

    void sent(long plannedNanos) {
        if (counts(plannedNanos)) {
            sent.increment();
        }
    }

    void accepted(long plannedNanos) {
        if (counts(plannedNanos)) {
            accepted.increment();
            acceptNanos.recordValue(Math.max(0, System.nanoTime() - plannedNanos));
        }
    }

    void delivered(long plannedNanos) {
        if (counts(plannedNanos)) {
            delivered.increment();
            deliverNanos.recordValue(Math.max(0, System.nanoTime() - plannedNanos));
        }
    }

    Histogram accept() {
        return acceptNanos.getIntervalHistogram();
    }

    Histogram deliver() {
        return deliverNanos.getIntervalHistogram();
    }

    private boolean counts(long plannedNanos) {
        return fromNanos != Long.MAX_VALUE
                && plannedNanos - fromNanos >= 0
                && (untilNanos == Long.MAX_VALUE || plannedNanos - untilNanos < 0);
    }
}
