package im.hongyan.link.call;

import com.google.protobuf.MessageLite;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Calls that stay in this process: the handler is called at once on the caller's thread and gets the request as it is.
 * Deadlines, bounds and the meaning of cancel are those of the calls between processes.
 */
public final class InProcessCalls implements CallClient, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InProcessCalls.class);

    private final String service;
    private final CallHandlers handlers;
    private final OpenCalls open;

    /** @param service the name of the service in messages and meters */
    public InProcessCalls(String service, CallHandlers handlers, CallLimits limits, MeterRegistry meters) {
        this.service = service;
        this.handlers = handlers;
        this.open = new OpenCalls(service, limits, meters);
    }

    @Override
    public <Q extends MessageLite, R extends MessageLite> Mono<R> call(Route<Q, R> route, Q request) {
        return Mono.<R>create(sink -> dispatch(route, request, sink)).contextWrite(OpenCalls.LATE_ERRORS);
    }

    private <Q extends MessageLite, R extends MessageLite> void dispatch(
            Route<Q, R> route, Q request, MonoSink<R> sink) {
        if (!(handlers.find(route.name()) instanceof CallHandlers.Handler.One<?, ?> handler)) {
            sink.error(notAnswered(route));
            return;
        }
        OpenCall<R> call = open.open(route, request, sink);
        if (call != null) {
            @SuppressWarnings("unchecked") // a route's name stands for one pair of types
            Function<Q, Mono<R>> answer = (Function<Q, Mono<R>>) (Function<?, ?>) handler.answer();
            Mono.defer(() -> answer.apply(request)).subscribe(new Work<>(call));
        }
    }

    @Override
    public <Q extends MessageLite, R extends MessageLite> Flux<R> stream(Route<Q, R> route, Q request) {
        return Flux.defer(() -> {
            if (!(handlers.find(route.name()) instanceof CallHandlers.Handler.Many<?, ?> handler)) {
                return Flux.error(notAnswered(route));
            }
            @SuppressWarnings("unchecked") // a route's name stands for one pair of types
            Function<Q, Flux<R>> answer = (Function<Q, Flux<R>>) (Function<?, ?>) handler.answer();
            return open.stream(Flux.defer(() -> answer.apply(request)), error -> failed(route, error));
        });
    }

    private CallException notAnswered(Route<?, ?> route) {
        return new CallException(ErrorCode.SERVICE_UNAVAILABLE, service + " does not answer " + route.name());
    }

    private static CallException failed(Route<?, ?> route, Throwable error) {
        if (error instanceof CallException known && known.code() == ErrorCode.STORE_UNAVAILABLE) {
            return known;
        }
        log.error("the handler of {} failed", route.name(), error);
        return new CallException(ErrorCode.INTERNAL, "the handler of " + route.name() + " failed");
    }

    @Override
    public void close() {
        open.dispose();
    }

    /** The work for one call. It goes on when the caller has lost interest. */
    private final class Work<R extends MessageLite> extends BaseSubscriber<R> {
        private final OpenCall<R> call;
        private @Nullable R answer;

        Work(OpenCall<R> call) {
            this.call = call;
        }

        @Override
        protected void hookOnNext(R value) {
            answer = value;
        }

        @Override
        protected void hookOnComplete() {
            R given = answer;
            if (given == null) {
                hookOnError(new IllegalStateException("no answer was given"));
            } else {
                open.answer(call, given);
            }
        }

        @Override
        protected void hookOnError(Throwable error) {
            open.fail(call, failed(call.route(), error));
        }
    }
}
