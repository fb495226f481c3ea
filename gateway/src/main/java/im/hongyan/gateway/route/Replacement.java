package im.hongyan.gateway.route;

import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.Recipient;
import im.hongyan.gateway.registry.Registration;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.SessionReplaced;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A device connects again: its earlier session goes, on whichever node it is. Safe for concurrent use. */
@Component
public final class Replacement {
    /** What the earlier session is told. */
    public static final String TEXT = "this device has connected again";

    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    private final SessionRegistry registry;
    private final EventPublisher publisher;
    private final Node node;

    public Replacement(SessionRegistry registry, EventPublisher publisher, Node node) {
        this.registry = registry;
        this.publisher = publisher;
        this.node = node;
    }

    /** Ends earlier sessions of this device that are here, known to the address book or not. Session ids grow with time. */
    public void endLocal(DeviceRoute newer) {
        for (Registration each : registry.ofUser(newer.tenant(), newer.user())) {
            DeviceRoute route = each.recipient().route();
            if (route.device().equals(newer.device()) && route.session().compareTo(newer.session()) < 0) {
                end(each.recipient());
            }
        }
    }

    /** Ends the sessions of these routes: those that are here, and by an event those of other nodes. Never errors. */
    public Mono<Void> end(List<DeviceRoute> replaced) {
        return Flux.fromIterable(replaced)
                .flatMap(route -> {
                    if (route.node().equals(node.name())) {
                        endHere(route);
                        return Mono.empty();
                    }
                    return tell(route);
                })
                .then();
    }

    private void endHere(DeviceRoute gone) {
        for (Registration each : registry.ofUser(gone.tenant(), gone.user())) {
            if (each.recipient().route().equals(gone)) {
                end(each.recipient());
            }
        }
    }

    private static void end(Recipient recipient) {
        recipient.executor().execute(() -> recipient.end(ErrorCode.REPLACED, TEXT));
    }

    private Mono<Void> tell(DeviceRoute route) {
        return publisher
                .publish(new EventAddress.Node(route.node()), event(route).toByteString())
                .doOnError(error -> LOG.debug("a replaced session was not told, its node's refresh will see it", error))
                .onErrorComplete();
    }

    private static NodeEvent event(DeviceRoute route) {
        return NodeEvent.newBuilder()
                .setTenant(route.tenant())
                .setSessionReplaced(SessionReplaced.newBuilder()
                        .setUser(route.user())
                        .setDevice(route.device())
                        .setSession(route.session()))
                .build();
    }
}
