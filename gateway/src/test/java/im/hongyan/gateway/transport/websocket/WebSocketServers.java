package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.HashedWheel;
import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.SelfSigned;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.http.HttpPorts;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
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

    /** As Boot starts it with {@code server.ssl}, in a gateway. */
    static WebServer secured(Acceptor acceptor, SelfSigned own) {
        TransportProperties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("hongyan.gateway.transport", TransportProperties.class);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Refusals refusals = new Refusals(meters);
        ConnectionLimits limits = new ConnectionLimits(properties, refusals, meters);
        WebSocketTransport transport = new WebSocketTransport(properties, acceptor, limits, refusals, WHEEL);
        Ssl ssl = new Ssl();
        ssl.setKeyStore(own.file().toUri().toString());
        ssl.setKeyStorePassword(SelfSigned.PASSWORD);
        NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(0);
        factory.setSsl(ssl);
        factory.addRouteProviders(transport);
        HttpPorts.guard(factory, properties, limits, refusals, WHEEL);
        WebServer server = factory.getWebServer((request, response) -> response.setComplete());
        server.start();
        return server;
    }

    static URI uri(DisposableServer server) {
        return URI.create("ws://127.0.0.1:" + server.port() + "/ws");
    }
}
