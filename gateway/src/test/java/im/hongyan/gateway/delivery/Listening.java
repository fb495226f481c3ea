package im.hongyan.gateway.delivery;

import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.gateway.route.RouteKeeper;
import im.hongyan.link.event.EventSource;
import io.micrometer.core.instrument.MeterRegistry;

/** Starts the listener of a node for tests in other rooms. */
public final class Listening {
    private Listening() {}

    public static void start(
            EventSource source, Node node, SessionRegistry registry, RouteKeeper routes, MeterRegistry meters) {
        new NodeListener(source, node, registry, routes, meters).start();
    }
}
