package im.hongyan.core.media;

import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * Bounds how many files flow at once, of everybody and of one user, and cuts those that stand still: whoever is slow holds a
 * place of their own and nobody else's. Safe for concurrent use.
 */
@Component
public final class Transfers {
    private record User(String tenant, String id) {}

    private final AtomicInteger all = new AtomicInteger();
    private final Map<User, Integer> byUser = new ConcurrentHashMap<>();
    private final int most;
    private final int mostOfOne;
    private final Duration idle;
    private final Counter refused;

    Transfers(MediaProperties bounds, MeterRegistry meters) {
        this.most = bounds.transfers();
        this.mostOfOne = bounds.transfersPerUser();
        this.idle = bounds.idle();
        this.refused = Counter.builder("hongyan.core.media.transfers.refused")
                .baseUnit("transfers")
                .description("Files that did not flow because too many did")
                .register(meters);
        Gauge.builder("hongyan.core.media.transfers", all, AtomicInteger::get)
                .baseUnit("transfers")
                .description("Files that flow in and out; the bound is " + most)
                .register(meters);
    }

    /** The same while it has a place; errors with BUSY when there is none, with TIMEOUT when nothing flows for too long. */
    public <T> Flux<T> bounded(String tenant, String user, Flux<T> transfer) {
        User whose = new User(tenant, user);
        return Flux.using(() -> enter(whose), entered -> transfer.timeout(idle), this::leave);
    }

    private User enter(User user) {
        int ofOne = byUser.merge(user, 1, Integer::sum);
        if (all.incrementAndGet() > most || ofOne > mostOfOne) {
            leave(user);
            refused.increment();
            throw new Refused(Failures.retryable(
                    ErrorCode.BUSY,
                    ofOne > mostOfOne
                            ? "at most " + mostOfOne + " files of one user flow at once"
                            : "too many files flow here"));
        }
        return user;
    }

    private void leave(User user) {
        all.decrementAndGet();
        byUser.computeIfPresent(user, (whose, count) -> count == 1 ? null : count - 1);
    }
}
