package im.hongyan.bench.driver;

import im.hongyan.bench.plan.Pace;
import im.hongyan.bench.plan.Plan;
import java.util.concurrent.TimeUnit;

/**
 * The clock and the marks of one round. Nanoseconds since its start, which lies a little ahead when it is made.
 *
 * @param run tells this round's messages from all others'
 */
record Round(String run, long epochNanos, Plan plan) {

    long now() {
        return System.nanoTime() - epochNanos;
    }

    /** Whether a send planned then belongs to the measured part. */
    boolean measures(long plannedNanos) {
        return plannedNanos >= plan.warmUp().toNanos() && plannedNanos < endNanos();
    }

    long endNanos() {
        return plan.warmUp().plus(plan.measured()).toNanos();
    }

    /** The microseconds that have gone since that time. */
    long microsSince(long plannedNanos) {
        return TimeUnit.NANOSECONDS.toMicros(now() - plannedNanos);
    }

    /** When a sender's next send leaves in an open loop: the senders take turns. */
    long plannedNanos(Pace.Open pace, int sender, int number) {
        double turn = (double) number * plan.targets().size() + sender;
        return (long) (turn / pace.sendsPerSecond() * TimeUnit.SECONDS.toNanos(1));
    }
}
