package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.HashedWheel;
import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Starts the WebSocket transport alone, on a plain HTTP server. */
public final class WebSocketServers {
    /** One for all servers of a run: a wheel that nobody stops would count as a leak. */
    private static final HashedWheel WHEEL = new HashedWheel(new SimpleMeterRegistry());

    private WebSocketServers() {}

    static DisposableServer start(Acceptor acceptor, Map<String, String> settings) {
        TransportProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("hongyan.gateway.transport", TransportProperties.class);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Refusals refusals = new Refusals(meters);
        WebSocketTransport transport = new WebSocketTransport(
                properties, acceptor, new ConnectionLimits(properties, refusals, meters), refusals, WHEEL);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(transport::apply)
                .bindNow();
    }

    static URI uri(DisposableServer server) {
        return URI.create("ws://127.0.0.1:" + server.port() + "/ws");
    }
}
