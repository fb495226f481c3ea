package im.hongyan.core.work;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Work that is done again and again while the application runs: at once and then every period, one round at a time. A round
 * that fails is logged; the next one comes all the same.
 */
public abstract class Rounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Duration period;
    private final String failed;
    private final Disposable.Swap rounds = Disposables.swap();
    private volatile boolean running;

    /**
     * @param failed what is logged of a round that failed, before the reason
     */
    protected Rounds(Duration period, String failed) {
        this.period = period;
        this.failed = failed;
    }

    /** One round. Blocks nobody. */
    protected abstract Mono<Void> round();

    @Override
    public final void start() {
        running = true;
        rounds.update(Flux.interval(Duration.ZERO, period)
                .onBackpressureDrop()
                .concatMap(
                        tick -> Mono.defer(this::round).onErrorResume(failure -> {
                            LOG.warn("{}: {}", failed, failure.toString());
                            return Mono.empty();
                        }),
                        1)
                .subscribe());
    }

    @Override
    public final void stop() {
        rounds.update(Disposables.disposed());
        running = false;
    }

    @Override
    public final boolean isRunning() {
        return running;
    }
}
