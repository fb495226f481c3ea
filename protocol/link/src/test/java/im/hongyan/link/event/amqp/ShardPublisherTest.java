package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.amqp.broker.Records;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** What a record is told when a pause of the whole process makes its timer late. */
class ShardPublisherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LateTimer timer = new LateTimer();
    private final List<List<String>> sent = new ArrayList<>();
    private final Deque<Sinks.Empty<Void>> confirms = new ArrayDeque<>();
    private final Map<String, String> outcomes = new TreeMap<>();
    private final ShardPublisher shard = new ShardPublisher(
            0,
            new EventProperties.Publish(PATIENCE, 100, 10, DataSize.ofKilobytes(1), 1, DataSize.ofGigabytes(1)),
            timer,
            new SimpleMeterRegistry(),
            this::send);

    /** Knows what time it is, but rings only when it is told to. */
    private static final class LateTimer implements Scheduler {
        private final List<Runnable> alarms = new ArrayList<>();
        private long nanos;

        @Override
        public Disposable schedule(Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            alarms.add(task);
            return () -> alarms.remove(task);
        }

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public Worker createWorker() {
            return new Worker() {
                private final Disposable.Composite own = Disposables.composite();

                @Override
                public Disposable schedule(Runnable task) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                    Disposable alarm = LateTimer.this.schedule(task, delay, unit);
                    own.add(alarm);
                    return alarm;
                }

                @Override
                public void dispose() {
                    own.dispose();
                }
            };
        }
    }

    private Mono<Void> send(byte[] body) {
        try {
            sent.add(Records.decode(body).stream().map(ByteString::toStringUtf8).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Sinks.Empty<Void> confirm = Sinks.empty();
        confirms.add(confirm);
        return confirm.asMono();
    }

    private void publish(String text) {
        shard.publish(ByteString.copyFromUtf8(text))
                .subscribe(
                        nothing -> {},
                        error -> outcomes.put(text, ((EventException) error).refused() ? "refused" : "unknown"),
                        () -> outcomes.put(text, "durable"));
    }

    private void pass(Duration time) {
        timer.nanos += time.toNanos();
    }

    @Test
    void refusesWhatHasWaitedTooLongAndPublishesNothing() {
        publish("first");
        publish("waits");
        pass(PATIENCE);
        confirms.remove().tryEmitEmpty();
        assertThat(sent).containsExactly(List.of("first"));
        assertThat(outcomes).containsExactly(Map.entry("first", "durable"), Map.entry("waits", "refused"));
    }

    @Test
    void tellsEachRecordOfABatchItsOwnOutcome() {
        publish("first");
        publish("old");
        pass(PATIENCE.dividedBy(2));
        publish("young");
        pass(PATIENCE.dividedBy(2));
        confirms.remove().tryEmitEmpty();
        assertThat(sent).containsExactly(List.of("first"), List.of("young"));
        confirms.remove().tryEmitEmpty();
        assertThat(outcomes)
                .containsExactly(
                        Map.entry("first", "durable"), Map.entry("old", "refused"), Map.entry("young", "durable"));
    }

    @Test
    void refusesTheOldAlsoWhenTheFateOfTheYoungIsUnknown() {
        publish("first");
        publish("old");
        pass(PATIENCE.dividedBy(2));
        publish("young");
        pass(PATIENCE.dividedBy(2));
        confirms.remove().tryEmitEmpty();
        confirms.remove().tryEmitError(EventException.unknown("lost"));
        assertThat(outcomes)
                .containsExactly(
                        Map.entry("first", "durable"), Map.entry("old", "refused"), Map.entry("young", "unknown"));
    }

    @Test
    void isUnknownWhenTheTimerRingsBeforeTheConfirm() {
        publish("first");
        List.copyOf(timer.alarms).forEach(Runnable::run);
        confirms.remove().tryEmitEmpty();
        assertThat(outcomes).containsExactly(Map.entry("first", "unknown"));
    }
}
