package im.hongyan.core.work;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A few threads for one kind of work, and a bounded number of tasks that wait for them; one more is refused with BUSY. Safe for
 * concurrent use.
 */
public final class Workers implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;
    private static final long RETRY_AFTER_MILLIS = 1_000;

    private final Scheduler scheduler;
    private final int bound;
    private final AtomicInteger present = new AtomicInteger();
    private final Timer done;
    private final Counter refused;

    /**
     * @param name of the kind of work, a word for the threads and the meters
     * @param waiting tasks beyond those at work, at the most
     */
    public Workers(String name, int threads, int waiting, MeterRegistry meters) {
        this.scheduler =
                Schedulers.newBoundedElastic(threads, Integer.MAX_VALUE, "hongyan-" + name, IDLE_SECONDS, true);
        this.bound = threads + waiting;
        this.done = Timer.builder("hongyan.core.work")
                .tag("work", name)
                .description("What one task took, without its waiting")
                .register(meters);
        this.refused = Counter.builder("hongyan.core.work.refused")
                .tag("work", name)
                .baseUnit("tasks")
                .description("Tasks that were refused because too many waited")
                .register(meters);
        Gauge.builder("hongyan.core.work.present", present, AtomicInteger::get)
                .tag("work", name)
                .baseUnit("tasks")
                .description("Tasks that wait or are at work, at most " + bound)
                .register(meters);
    }

    /** Does the work on a thread of its own; errors with BUSY when too much waits. */
    public <T> Mono<T> run(Callable<T> work) {
        return Mono.defer(() -> {
            if (present.incrementAndGet() > bound) {
                present.decrementAndGet();
                refused.increment();
                return Mono.error(new Refused(
                        Problems.retryAfter(ErrorCode.BUSY, "too much of this waits here", RETRY_AFTER_MILLIS)));
            }
            return Mono.fromCallable(() -> done.recordCallable(work))
                    .subscribeOn(scheduler)
                    .doFinally(end -> present.decrementAndGet());
        });
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
