package im.hongyan.gateway.route;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Short work that nobody waits for. Bounded: what is too much is not done, because a refresh or the expiry of an entry does
 * it later. Safe for concurrent use.
 */
final class Errands {
    private static final int MAX_OUT = 4_096;

    private final Disposable.Composite out = Disposables.composite();
    private final AtomicInteger count = new AtomicInteger();

    Errands(MeterRegistry meters) {
        Gauge.builder("hongyan.gateway.route.errands", count, AtomicInteger::get)
                .description("writes to the address book that nobody waits for, at most " + MAX_OUT)
                .register(meters);
    }

    /** @param work never errors and ends by itself */
    void send(Mono<Void> work) {
        if (count.incrementAndGet() > MAX_OUT) {
            count.decrementAndGet();
            return;
        }
        Disposable.Swap each = Disposables.swap();
        out.add(each);
        each.update(work.doFinally(end -> {
                    count.decrementAndGet();
                    out.remove(each);
                })
                .subscribe());
    }

    /** What is out is given up. */
    void stop() {
        out.dispose();
    }
}
