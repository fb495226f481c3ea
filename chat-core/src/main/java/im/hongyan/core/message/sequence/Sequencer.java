package im.hongyan.core.message.sequence;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.QueuedBatcher;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives numbers: what is queued across connections goes to Redis in one trip, and the marks of what was confirmed since
 * the last trip ride along. One trip is under way at a time, so numbers are answered in their order. Safe for concurrent
 * use.
 */
public final class Sequencer implements AutoCloseable {
    /**
     * What Redis said of a run.
     *
     * @param verdicts in its claims' order
     * @param askedAtNanos when Redis was asked: no number in here is younger
     */
    public record Ruling(List<Verdict> verdicts, long askedAtNanos) {}

    /**
     * How much waits and how long.
     *
     * @param queuedRuns runs that wait
     * @param batchClaims numbers asked for in one trip to Redis
     * @param queuedMarks marks that wait for the next trip; the oldest are dropped beyond
     * @param markInterval how long a mark waits at the most when nothing else is asked for
     * @param dedupExpiry how long a client id is remembered in Redis
     * @param reusableAge how old an unconfirmed number may be when Redis names it
     */
    public record Dials(
            int queuedRuns,
            int batchClaims,
            int queuedMarks,
            Duration markInterval,
            Duration dedupExpiry,
            Duration reusableAge) {}

    private final SequenceScript script;
    private final QueuedBatcher<Run, Ruling> batcher;
    private final Queue<Mark> marks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedMarks = new AtomicInteger();
    private final int maxQueuedMarks;
    private final int maxMarksPerTrip;
    private final Counter droppedMarks;
    private final Disposable idleTrips;

    public Sequencer(StatefulRedisConnection<String, byte[]> redis, Dials dials, MeterRegistry meters) {
        this.script = new SequenceScript(redis, dials.dedupExpiry(), dials.reusableAge());
        this.maxQueuedMarks = dials.queuedMarks();
        this.maxMarksPerTrip = dials.batchClaims();
        this.batcher = new QueuedBatcher<>(
                "sequencer",
                new BatchBounds(1, dials.queuedRuns(), dials.batchClaims(), dials.batchClaims()),
                run -> run.claims().size(),
                meters,
                this::trip);
        Gauge.builder("hongyan.core.message.marks", queuedMarks, AtomicInteger::get)
                .baseUnit("marks")
                .description("Confirmed marks that wait for a trip; the bound is " + maxQueuedMarks)
                .register(meters);
        this.droppedMarks = Counter.builder("hongyan.core.message.marks.dropped")
                .baseUnit("marks")
                .register(meters);
        this.idleTrips = Flux.interval(dials.markInterval())
                .onBackpressureDrop()
                .filter(tick -> queuedMarks.get() > 0)
                .concatMap(tick -> bringMarks(), 1)
                .subscribe();
    }

    /** The verdict on every claim of the run. */
    public Mono<Ruling> ask(Run run) {
        return batcher.submit(run);
    }

    /** The highest number that was given in a conversation, as the counter has it; 0 when it is not there. */
    public Mono<Long> given(ConversationKey key) {
        return script.given(key);
    }

    /** Notes what is certain; Redis learns it with the next trip. */
    public void remember(Mark mark) {
        marks.add(mark);
        if (queuedMarks.incrementAndGet() > maxQueuedMarks && marks.poll() != null) {
            queuedMarks.decrementAndGet();
            droppedMarks.increment();
        }
    }

    @Override
    public void close() {
        idleTrips.dispose();
        batcher.close();
    }

    private Mono<List<Ruling>> trip(List<Run> runs) {
        List<Mark> riding = takeMarks();
        long askedAtNanos = System.nanoTime();
        return script.call(riding, runs)
                .doOnError(failure -> riding.forEach(this::remember))
                .map(verdicts -> verdicts.stream()
                        .map(ofRun -> new Ruling(ofRun, askedAtNanos))
                        .toList());
    }

    private Mono<Void> bringMarks() {
        return ask(Run.EMPTY).then().onErrorComplete();
    }

    private List<Mark> takeMarks() {
        List<Mark> taken = new ArrayList<>(Math.min(queuedMarks.get(), maxMarksPerTrip));
        while (taken.size() < maxMarksPerTrip) {
            Mark mark = marks.poll();
            if (mark == null) {
                break;
            }
            queuedMarks.decrementAndGet();
            taken.add(mark);
        }
        return taken;
    }
}
