package im.hongyan.gateway.route;

import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.Recipient;
import im.hongyan.gateway.registry.Registration;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.link.route.RouteTable.GroupRoute;
import java.util.Collection;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sessions come and go: first known here, then to everybody else. Safe for concurrent use. */
@Component
public final class Arrivals {
    private final Node node;
    private final SessionRegistry registry;
    private final RouteKeeper routes;
    private final Replacement replacement;

    public Arrivals(Node node, SessionRegistry registry, RouteKeeper routes, Replacement replacement) {
        this.node = node;
        this.registry = registry;
        this.routes = routes;
        this.replacement = replacement;
    }

    /** The route of a new session on this node. */
    public DeviceRoute route(String tenant, String user, String device, String session) {
        return new DeviceRoute(tenant, user, device, node.name(), session);
    }

    /** From now on the session gets hints that reach this node. Earlier sessions of its device here are ended. */
    public Registration enter(Recipient recipient, Collection<String> groups) {
        Registration registration = registry.add(recipient, groups);
        replacement.endLocal(recipient.route());
        return registration;
    }

    /** Makes hints for the session reach this node, and ends earlier sessions of its device elsewhere. Never errors. */
    public Mono<Void> announce(DeviceRoute route, Collection<String> groups) {
        return routes.enter(route, groups).flatMap(replacement::end);
    }

    /** A member of the group is here, and hints for it reach this node from now on. */
    public void joined(String tenant, String group) {
        routes.joined(new GroupRoute(tenant, group, node.name()));
    }

    /** The session is gone. */
    public void leave(Registration registration) {
        registration.close();
        routes.leave(registration.recipient().route());
    }
}
