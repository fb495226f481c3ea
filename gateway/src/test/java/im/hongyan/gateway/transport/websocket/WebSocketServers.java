package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.ConnectionLimits;
import im.hongyan.gateway.transport.TransportProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Starts the WebSocket transport alone, on a plain HTTP server. */
public final class WebSocketServers {
    private WebSocketServers() {}

    static DisposableServer start(Acceptor acceptor, Map<String, String> settings) {
        TransportProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("hongyan.gateway.transport", TransportProperties.class);
        WebSocketTransport transport = new WebSocketTransport(
                properties, acceptor, new ConnectionLimits(properties, new SimpleMeterRegistry()));
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
