package im.hongyan.link.call.rsocket;

import com.google.protobuf.MessageLite;
import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.OpenCall;
import im.hongyan.link.call.OpenCalls;
import im.hongyan.link.call.Route;
import im.hongyan.link.call.discovery.Target;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Calls to a service in other processes. A call goes to the next connected instance; while none is connected it waits a moment
 * and then fails as certainly not done. A call that is known not to have been sent moves to another instance; one that may have
 * been sent is not repeated.
 */
public final class RSocketCalls implements CallClient, AutoCloseable {
    private static final long CHECK_MILLIS = 50;

    private final String service;
    private final CallProperties.Connect bounds;
    private final OpenCalls open;
    private final Peers peers;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Disposable checks;

    /** Connects to every target and follows the list of them until closed. */
    public RSocketCalls(String service, Flux<List<Target>> targets, CallProperties properties, MeterRegistry meters) {
        this.service = service;
        this.bounds = properties.connect();
        this.open = new OpenCalls(service, properties.limits(), meters);
        Connector connector = new Connector(properties);
        this.peers = new Peers(
                service,
                connected -> new CallConnection(
                        service, connected.rsocket(), connected.loop(), bounds, open, this::dispatch),
                (target, all) -> new Peer(target, bounds, connector, all),
                this::wakeWaiting,
                properties.limits().deadline().multipliedBy(2).toNanos());
        Gauge.builder("hongyan.call.instances", peers, Peers::readyCount)
                .tag("service", service)
                .baseUnit("instances")
                .description("Connected instances")
                .register(meters);
        this.checks = Schedulers.parallel()
                .schedulePeriodically(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        peers.follow(targets);
    }

    @Override
    public <Q extends MessageLite, R extends MessageLite> Mono<R> call(Route<Q, R> route, Q request) {
        return Mono.<R>create(sink -> {
                    OpenCall<R> call = open.open(route, request, sink);
                    if (call != null) {
                        dispatch(call);
                    }
                })
                .contextWrite(OpenCalls.LATE_ERRORS);
    }

    @Override
    public <Q extends MessageLite, R extends MessageLite> Flux<R> stream(Route<Q, R> route, Q request) {
        Flux<R> source = Mono.<CallConnection>create(sink -> withInstance(sink::success, sink::error))
                .flatMapMany(connection -> connection.stream(route, request));
        return open.stream(source, error -> CallConnection.asCallException(service, route.name(), error));
    }

    private void dispatch(OpenCall<?> call) {
        withInstance(connection -> connection.send(call), error -> open.fail(call, error));
    }

    private void withInstance(Consumer<CallConnection> go, Consumer<CallException> giveUp) {
        CallConnection next = peers.next();
        if (next != null) {
            go.accept(next);
            return;
        }
        waiting.add(new Waiting(go, giveUp));
        if (peers.readyCount() > 0) {
            wakeWaiting();
        }
    }

    private void wakeWaiting() {
        CallConnection next = peers.next();
        Waiting first = next == null ? null : waiting.poll();
        while (next != null && first != null) {
            first.go().accept(next);
            next = peers.next();
            first = next == null ? null : waiting.poll();
        }
    }

    private void check() {
        long now = System.nanoTime();
        peers.check(now);
        if (peers.readyCount() > 0) {
            wakeWaiting();
        }
        Waiting first = waiting.peek();
        while (first != null && now - first.sinceNanos() > bounds.patience().toNanos()) {
            // Whoever takes it from the queue may decide about it; nobody else.
            if (waiting.remove(first)) {
                first.giveUp()
                        .accept(new CallException(
                                ErrorCode.SERVICE_UNAVAILABLE, "no instance of " + service + " is connected"));
            }
            first = waiting.peek();
        }
    }

    @Override
    public void close() {
        checks.dispose();
        peers.dispose();
        open.dispose();
    }
}
