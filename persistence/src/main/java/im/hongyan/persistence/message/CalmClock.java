package im.hongyan.persistence.message;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.scheduler.Scheduler;

/**
 * Tells time in which messages could be consumed: only of what has not come in such time can it be said that it does not
 * come. The clock stands still while there is no broker, and when nobody looked at it for a while, because the database was
 * away or the process stood still itself. Whoever looks must come regularly; anybody may ask for the time.
 */
final class CalmClock {
    /** Longer than regular looks are apart when all is well. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private record Look(long at, long nanos, long life, long calmSince) {}

    private final LongSupplier life;
    private final Scheduler timer;
    private volatile Look last;

    /** @param life as {@link im.hongyan.link.event.EventSource#life()} */
    CalmClock(LongSupplier life, Scheduler timer) {
        this.life = life;
        this.timer = timer;
        this.last = new Look(timer.now(TimeUnit.NANOSECONDS), 0, life.getAsLong(), 0);
    }

    Scheduler timer() {
        return timer;
    }

    /** The time, which means nothing but in comparison. */
    long nanos() {
        Look look = last;
        long passed = timer.now(TimeUnit.NANOSECONDS) - look.at();
        return look.life() < 0 ? look.nanos() : look.nanos() + Math.min(passed, LONGEST.toNanos());
    }

    /** Looks at the clock; returns for how long the broker was not lost, in nanoseconds of this clock. */
    long look() {
        long now = nanos();
        long current = life.getAsLong();
        boolean lost = current < 0 || current != last.life();
        last = new Look(timer.now(TimeUnit.NANOSECONDS), now, current, lost ? now : last.calmSince());
        return now - last.calmSince();
    }
}
