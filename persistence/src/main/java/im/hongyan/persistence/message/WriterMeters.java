package im.hongyan.persistence.message;

import im.hongyan.persistence.judge.Decision;
import im.hongyan.persistence.log.VoidRange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What the writers count ({@code hongyan.log.*}). Safe for concurrent use. */
@Component
final class WriterMeters {
    private final MeterRegistry meters;
    private final Counter stored;
    private final Counter repeats;
    private final Counter renumbered;
    private final Counter voided;
    private final Counter failures;
    private final Counter refused;
    private final Counter sweeps;
    private final Timer commits;

    WriterMeters(MeterRegistry meters) {
        this.meters = meters;
        this.stored = counter("hongyan.log.stored", "messages", "Messages stored");
        this.repeats = counter("hongyan.log.repeats", "messages", "Messages that were stored already");
        this.renumbered = counter("hongyan.log.renumbered", "conversations", "Times that a taken number was met");
        this.voided = counter("hongyan.log.voided", "numbers", "Numbers that became void");
        this.failures = counter("hongyan.log.failures", "turns", "Tries that failed and were repeated");
        this.refused = counter("hongyan.log.refused", "batches", "Batches with a record for the dead letters");
        this.sweeps = counter("hongyan.log.sweeps", "sweeps", "Times that holes were looked for");
        this.commits = Timer.builder("hongyan.log.commit")
                .description("Duration of a write transaction")
                .register(meters);
    }

    void watch(int writer, Memory memory, int most) {
        Gauge.builder("hongyan.log.timelines", memory, Memory::size)
                .tag("writer", Integer.toString(writer))
                .baseUnit("conversations")
                .description("Timelines in memory; the bound is " + most)
                .register(meters);
    }

    void committed(Decision decision) {
        stored.increment(decision.entries().size());
        repeats.increment(decision.repeats());
        renumbered.increment(decision.moved().size());
        for (VoidRange range : decision.voids()) {
            voided.increment(range.numbers().to() - range.numbers().from() + 1.0);
        }
    }

    void failed() {
        failures.increment();
    }

    void swept() {
        sweeps.increment();
    }

    void refused() {
        refused.increment();
    }

    <T> Mono<T> timed(Mono<T> commit) {
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return commit.doOnTerminate(() -> commits.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS));
        });
    }

    private Counter counter(String name, String unit, String description) {
        return Counter.builder(name).baseUnit(unit).description(description).register(meters);
    }
}
