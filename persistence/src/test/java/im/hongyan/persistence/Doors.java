package im.hongyan.persistence;

import com.google.protobuf.MessageLite;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Route;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls the endpoints of a rig as a transport does. */
public final class Doors {
    private final CallHandlers handlers;

    public Doors(Rig rig) {
        this.handlers = rig.bean(CallHandlers.class);
    }

    @SuppressWarnings("unchecked") // a route's name stands for one pair of types
    public <Q extends MessageLite, R extends MessageLite> Mono<R> call(Route<Q, R> route, Q request) {
        if (handlers.find(route.name()) instanceof CallHandlers.Handler.One<?, ?> handler) {
            return ((Function<Q, Mono<R>>) (Function<?, ?>) handler.answer()).apply(request);
        }
        throw new AssertionError("nobody answers " + route.name());
    }

    @SuppressWarnings("unchecked") // a route's name stands for one pair of types
    public <Q extends MessageLite, R extends MessageLite> Flux<R> stream(Route<Q, R> route, Q request) {
        if (handlers.find(route.name()) instanceof CallHandlers.Handler.Many<?, ?> handler) {
            return ((Function<Q, Flux<R>>) (Function<?, ?>) handler.answer()).apply(request);
        }
        throw new AssertionError("nobody answers " + route.name());
    }
}
