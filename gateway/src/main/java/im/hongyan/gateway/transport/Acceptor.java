package im.hongyan.gateway.transport;

import reactor.core.publisher.Mono;

/** Whoever serves connections. */
@FunctionalInterface
public interface Acceptor {

    /** Serves one connection; called on its executor. Completes when it is closed, never before and never with an error. */
    Mono<Void> serve(Connection connection);
}
