package im.hongyan.gateway.transport.http;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import im.hongyan.gateway.transport.port.OpenPort;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Puts a {@link HttpGuard} before every connection of the HTTP port; in standalone that is the port of the REST API too. */
@Component
final class HttpPort implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {
    private final TransportProperties properties;
    private final ConnectionLimits limits;
    private final Refusals refusals;
    private final Wheel wheel;

    HttpPort(TransportProperties properties, ConnectionLimits limits, Refusals refusals, Wheel wheel) {
        this.properties = properties;
        this.limits = limits;
        this.refusals = refusals;
        this.wheel = wheel;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.doOnChannelInit((observer, channel, remote) ->
                new HttpGuard(limits, refusals, wheel, properties.requestDeadline()).join(channel.pipeline())));
        OpenPort.warn("HTTP and WebSocket", "server.ssl", factory.getAddress(), Ssl.isEnabled(factory.getSsl()));
    }
}
