package im.hongyan.client.transport;

import reactor.core.publisher.Mono;

/** Opens connections. */
@FunctionalInterface
public interface Connector {
    /** Connects, with TLS and the WebSocket handshake where the endpoint says so; signals on the client's loop. */
    Mono<Link> connect(Endpoint endpoint);
}
