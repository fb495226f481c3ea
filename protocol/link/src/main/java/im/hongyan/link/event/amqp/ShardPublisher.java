package im.hongyan.link.event.amqp;

import com.google.protobuf.ByteString;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.BatchOverflowException;
import im.hongyan.link.batch.Batcher;
import im.hongyan.link.batch.QueuedBatcher;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.amqp.broker.Records;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;

/**
 * The records of one shard on their way to the broker. Each is told its own outcome: a record that has waited longer than its
 * publisher does is not sent any more, whatever becomes of the others of its batch. Safe for concurrent use.
 */
final class ShardPublisher implements AutoCloseable {
    private final Duration patience;
    private final Scheduler timer;
    private final Function<byte[], Mono<Void>> send;
    private final Batcher<Queued, Signal<Void>> batcher;

    /**
     * @param timer tells who waits for too long, and what time it is
     * @param send completes with the confirm of a body; errors with an {@link EventException}
     */
    ShardPublisher(
            int shard,
            EventProperties.Publish bounds,
            Scheduler timer,
            MeterRegistry meters,
            Function<byte[], Mono<Void>> send) {
        this.patience = bounds.confirmTimeout();
        this.timer = timer;
        this.send = send;
        this.batcher = new QueuedBatcher<>(
                "event-shard-" + shard,
                new BatchBounds(
                        bounds.unconfirmedBatches(),
                        bounds.queuedRecords(),
                        bounds.batchRecords(),
                        bounds.batchBytes().toBytes()),
                queued -> queued.record().size(),
                meters,
                this::publish);
    }

    private record Queued(ByteString record, long sinceNanos) {}

    Mono<Void> publish(ByteString record) {
        return Mono.defer(() -> batcher.submit(new Queued(record, now()))
                // An error that loses the race with the deadline would be dropped with a stack trace; a signal is not.
                .timeout(patience, Mono.fromSupplier(() -> Signal.error(late())), timer)
                .<Void>dematerialize()
                .onErrorMap(BatchOverflowException.class, ShardPublisher::full));
    }

    private Mono<List<Signal<Void>>> publish(List<Queued> batch) {
        long oldest = now() - patience.toNanos();
        List<ByteString> young = new ArrayList<>(batch.size());
        boolean[] sent = new boolean[batch.size()];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = batch.get(i).sinceNanos() - oldest > 0;
            if (sent[i]) {
                young.add(batch.get(i).record());
            }
        }
        return young.isEmpty()
                ? Mono.just(outcomes(sent, Signal.complete()))
                : send.apply(Records.encode(young)).materialize().map(outcome -> outcomes(sent, outcome));
    }

    private List<Signal<Void>> outcomes(boolean[] sent, Signal<Void> outcome) {
        List<Signal<Void>> outcomes = new ArrayList<>(sent.length);
        for (boolean one : sent) {
            outcomes.add(one ? outcome : Signal.error(tooOld()));
        }
        return outcomes;
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    private EventException late() {
        return EventException.unknown("no confirm within " + patience.toMillis() + " ms");
    }

    /** Whoever asked will send it again, with another number. */
    private EventException tooOld() {
        return EventException.refused(
                ErrorCode.BROKER_UNAVAILABLE, "it waited for more than " + patience.toMillis() + " ms");
    }

    private static EventException full(BatchOverflowException full) {
        String why = full.getMessage();
        return EventException.refused(ErrorCode.BUSY, why == null ? "" : why);
    }

    @Override
    public void close() {
        batcher.close();
    }
}
