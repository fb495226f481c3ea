package im.hongyan.link.call;

import com.google.protobuf.MessageLite;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * What one client waits for: calls and streams, bounded in number, each with a deadline. One periodic sweep serves all
 * deadlines, so that a call costs no timer of its own. For the transports. Safe for concurrent use.
 */
public final class OpenCalls implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(OpenCalls.class);

    /**
     * Who has cancelled, or whose stream has ended, is told nothing more when a deadline passes, a connection breaks or the
     * client is closed; Reactor (its key, see {@code Hooks.onErrorDropped}) would log each with a stack trace.
     */
    public static final Context LATE_ERRORS = Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>)
            late -> log.debug("an error came after the end of its call: {}", late.toString()));

    private static final long LONGEST_SWEEP_MILLIS = 50;

    private final String service;
    private final CallLimits limits;
    private final Map<Integer, OpenCall<?>> calls = new ConcurrentHashMap<>();
    private final Set<StreamCall<?>> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger callCount = new AtomicInteger();
    private final AtomicInteger streamCount = new AtomicInteger();
    private final AtomicInteger lastId = new AtomicInteger();
    private final Counter refused;
    private final Counter late;
    private final DistributionSummary batches;
    private final Disposable sweeper;

    public OpenCalls(String service, CallLimits limits, MeterRegistry meters) {
        this.service = service;
        this.limits = limits;
        gauge("hongyan.call.open", "calls", callCount, limits.inFlight(), meters);
        gauge("hongyan.call.streams", "streams", streamCount, limits.streams(), meters);
        this.refused = Counter.builder("hongyan.call.refused")
                .tag("service", service)
                .baseUnit("calls")
                .register(meters);
        this.late = Counter.builder("hongyan.call.timeouts")
                .tag("service", service)
                .baseUnit("calls")
                .register(meters);
        this.batches = DistributionSummary.builder("hongyan.call.batch")
                .tag("service", service)
                .baseUnit("calls")
                .description("Calls that travelled together")
                .register(meters);
        long periodMillis =
                Math.max(1, Math.min(LONGEST_SWEEP_MILLIS, limits.deadline().toMillis() / 10));
        this.sweeper = Schedulers.parallel()
                .schedulePeriodically(this::sweep, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    private void gauge(String name, String unit, AtomicInteger value, int bound, MeterRegistry meters) {
        Gauge.builder(name, value, AtomicInteger::get)
                .tag("service", service)
                .baseUnit(unit)
                .description("Open " + unit + "; the bound is " + bound)
                .register(meters);
    }

    /** Enters a call, or refuses it (and tells the sink) when the bound is reached. */
    public <R extends MessageLite> @Nullable OpenCall<R> open(
            Route<?, R> route, MessageLite request, MonoSink<R> sink) {
        if (callCount.incrementAndGet() > limits.inFlight()) {
            callCount.decrementAndGet();
            refused.increment();
            sink.error(busy("calls", limits.inFlight()));
            return null;
        }
        long deadline = System.nanoTime() + limits.deadline().toNanos();
        OpenCall<R> call = new OpenCall<R>(lastId.incrementAndGet(), route, request, deadline, sink);
        calls.put(call.id(), call);
        return call;
    }

    /** Notes that so many calls travelled together. */
    public void travelled(int calls) {
        batches.record(calls);
    }

    /** Whether the call still waits. */
    public boolean isOpen(OpenCall<?> call) {
        return call.equals(calls.get(call.id()));
    }

    /** Ends the call with its answer; without effect when it has ended. */
    public <R extends MessageLite> void answer(OpenCall<R> call, R answer) {
        if (end(call)) {
            call.sink().success(answer);
        }
    }

    /** Ends the call with an error; without effect when it has ended. */
    public void fail(OpenCall<?> call, CallException error) {
        if (end(call)) {
            call.sink().error(error);
        }
    }

    private boolean end(OpenCall<?> call) {
        boolean mine = calls.remove(call.id(), call);
        if (mine) {
            callCount.decrementAndGet();
        }
        return mine;
    }

    /**
     * A stream under the bounds of this client: demand goes through in steps of the window, every error is a
     * {@link CallException}, and a source that owes an item for longer than the deadline fails.
     */
    public <R> Flux<R> stream(Publisher<R> source, Function<Throwable, CallException> asCallException) {
        return Flux.from(subscriber -> open(source, asCallException, subscriber));
    }

    private <R> void open(
            Publisher<R> source, Function<Throwable, CallException> asCallException, Subscriber<? super R> subscriber) {
        if (streamCount.incrementAndGet() > limits.streams()) {
            streamCount.decrementAndGet();
            refused.increment();
            Operators.error(subscriber, busy("streams", limits.streams()));
            return;
        }
        StreamCall<R> stream = new StreamCall<>(
                Operators.serialize(Operators.toCoreSubscriber(subscriber)),
                limits.streamWindow(),
                asCallException,
                this::closed);
        streams.add(stream);
        source.subscribe(stream);
    }

    private void closed(StreamCall<?> stream) {
        if (streams.remove(stream)) {
            streamCount.decrementAndGet();
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        for (OpenCall<?> call : calls.values()) {
            if (now - call.deadlineNanos() >= 0) {
                late.increment();
                fail(call, timeout());
            }
        }
        Duration patience = limits.deadline();
        for (StreamCall<?> stream : streams) {
            if (stream.owesSince(now) > patience.toNanos()) {
                late.increment();
                stream.fail(timeout());
            }
        }
    }

    private CallException busy(String what, int limit) {
        return new CallException(
                ErrorCode.BUSY, limit + " " + what + " to " + service + " are open, which is the limit");
    }

    private CallException timeout() {
        return new CallException(
                ErrorCode.TIMEOUT,
                service + " did not answer within " + limits.deadline().toMillis() + " ms");
    }

    /** Ends the deadlines and fails what is still open. */
    @Override
    public void dispose() {
        sweeper.dispose();
        CallException closed = new CallException(ErrorCode.TIMEOUT, "the client of " + service + " was closed");
        calls.values().forEach(call -> fail(call, closed));
        streams.forEach(stream -> stream.fail(closed));
    }
}
