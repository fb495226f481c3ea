package im.hongyan.link.call;

import com.google.protobuf.MessageLite;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What this process answers, by route name. Endpoints register at construction; a transport looks up. Safe for
 * concurrent use.
 */
public final class CallHandlers {
    /** Answers one route. */
    public sealed interface Handler {
        record One<Q extends MessageLite, R extends MessageLite>(Route<Q, R> route, Function<Q, Mono<R>> answer)
                implements Handler {}

        record Many<Q extends MessageLite, R extends MessageLite>(Route<Q, R> route, Function<Q, Flux<R>> answer)
                implements Handler {}
    }

    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

    /** Answers {@code route} with one reply; the function must not block. */
    public <Q extends MessageLite, R extends MessageLite> void onCall(Route<Q, R> route, Function<Q, Mono<R>> answer) {
        register(route, new Handler.One<>(route, answer));
    }

    /** Answers {@code route} with a stream that honours demand; the function must not block. */
    public <Q extends MessageLite, R extends MessageLite> void onStream(
            Route<Q, R> route, Function<Q, Flux<R>> answer) {
        register(route, new Handler.Many<>(route, answer));
    }

    /** The handler of a route, or null when this process does not answer it. */
    public @Nullable Handler find(String routeName) {
        return handlers.get(routeName);
    }

    private void register(Route<?, ?> route, Handler handler) {
        if (handlers.putIfAbsent(route.name(), handler) != null) {
            throw new IllegalStateException("two handlers for the route " + route.name());
        }
    }
}
