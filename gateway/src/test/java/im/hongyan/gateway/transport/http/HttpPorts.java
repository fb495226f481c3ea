package im.hongyan.gateway.transport.http;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;

/** Makes Boot's HTTP server what it is in a gateway. */
public final class HttpPorts {
    private HttpPorts() {}

    public static void guard(
            NettyReactiveWebServerFactory factory,
            TransportProperties properties,
            ConnectionLimits limits,
            Refusals refusals,
            Wheel wheel) {
        new HttpPort(properties, limits, refusals, wheel).customize(factory);
    }
}
