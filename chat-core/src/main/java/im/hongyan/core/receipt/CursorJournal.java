package im.hongyan.core.receipt;

import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Writes cursors a moment after the fact, many at once, only the furthest of each. What is not written when the process is
 * killed is said again by the device with its next mark; a stop waits for what is being written and writes the rest, as long as
 * the database takes it. Safe for concurrent use.
 */
@Component
final class CursorJournal implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(CursorJournal.class);
    private static final Duration WRITE_DEADLINE = Duration.ofSeconds(2);

    private final CursorRepository repository;
    private final ReceiptProperties bounds;
    private final Map<Fact, Long> unwritten = new ConcurrentHashMap<>();
    private final Map<Fact, Long> beingWritten = new ConcurrentHashMap<>();
    private volatile @Nullable Writer writer;

    CursorJournal(CursorRepository repository, ReceiptProperties bounds, MeterRegistry meters) {
        this.repository = repository;
        this.bounds = bounds;
        Gauge.builder("hongyan.core.receipt.unwritten", unwritten, Map::size)
                .baseUnit("cursors")
                .description("Cursors that wait to be written; the bound is " + bounds.unwritten())
                .register(meters);
    }

    /** Takes a cursor on; throws {@link Refused} with BUSY when too many wait. */
    void note(Fact fact, long upTo) {
        if (unwritten.size() >= bounds.unwritten() && !unwritten.containsKey(fact)) {
            throw new Refused(Failures.retryable(ErrorCode.BUSY, "too many receipts wait to be written"));
        }
        unwritten.merge(fact, upTo, Math::max);
    }

    /** What is known here and perhaps not yet in the table; 0 when nothing is. */
    long pending(Fact fact) {
        return Math.max(unwritten.getOrDefault(fact, 0L), beingWritten.getOrDefault(fact, 0L));
    }

    /** Writes what waits. */
    Mono<Void> flush() {
        return Mono.defer(this::writeBatch).repeat(() -> !unwritten.isEmpty()).then();
    }

    private Mono<Void> writeBatch() {
        Map<Fact, Long> batch = take();
        if (batch.isEmpty()) {
            return Mono.empty();
        }
        return repository
                .advance(batch)
                .timeout(WRITE_DEADLINE)
                .doOnSuccess(done -> batch.forEach(beingWritten::remove))
                .doOnError(failure -> putBack(batch))
                .doOnCancel(() -> putBack(batch));
    }

    private void putBack(Map<Fact, Long> batch) {
        batch.forEach((fact, upTo) -> unwritten.merge(fact, upTo, Math::max));
        batch.forEach(beingWritten::remove);
    }

    private Map<Fact, Long> take() {
        Map<Fact, Long> batch = new HashMap<>();
        for (Fact fact : unwritten.keySet()) {
            if (batch.size() == bounds.writeBatch()) {
                break;
            }
            unwritten.computeIfPresent(fact, (key, upTo) -> {
                beingWritten.put(key, upTo);
                batch.put(key, upTo);
                return null;
            });
        }
        return batch;
    }

    @Override
    public void start() {
        Sinks.Empty<Void> stop = Sinks.empty();
        CompletableFuture<Void> ended = Flux.interval(bounds.writeInterval())
                .onBackpressureDrop()
                .takeUntilOther(stop.asMono())
                .concatMap(tick -> flush().onErrorResume(CursorJournal::later), 1)
                .then()
                .toFuture();
        writer = new Writer(stop, ended);
    }

    /** Ends after what it writes when it is told to stop. */
    private record Writer(Sinks.Empty<Void> stop, CompletableFuture<Void> ended) {
        Mono<Void> end() {
            stop.tryEmitEmpty();
            return Mono.fromFuture(ended, true);
        }
    }

    private static Mono<Void> later(Throwable failure) {
        LOG.warn("receipts could not be written, they wait: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public void stop(Runnable stopped) {
        Writer last = writer;
        writer = null;
        Mono<Void> ended = last == null ? Mono.empty() : last.end();
        // The container waits for the callback; WRITE_DEADLINE bounds what it writes.
        ended.then(flush())
                .onErrorResume(CursorJournal::later)
                .doFinally(end -> stopped.run())
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }
}
