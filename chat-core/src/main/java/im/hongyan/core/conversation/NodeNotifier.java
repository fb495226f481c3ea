package im.hongyan.core.conversation;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.route.RouteTable;
import im.hongyan.link.route.RouteTable.Audience;
import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sends an event to the gateway nodes that hold an audience: one event a node, whatever the number of devices there. */
@Component
public final class NodeNotifier {
    private static final int CONCURRENT_NODES = 16;

    private final RouteTable routes;
    private final EventPublisher events;

    NodeNotifier(RouteTable routes, EventPublisher events) {
        this.routes = routes;
        this.events = events;
    }

    /** Best effort: completes when the event was handed over, errors when the routes are not known. */
    public Mono<Void> tell(Collection<Audience> audiences, NodeEvent event) {
        ByteString record = event.toByteString();
        return routes.nodes(audiences)
                .flatMapIterable(nodes ->
                        nodes.values().stream().flatMap(Collection::stream).collect(Collectors.toSet()))
                .flatMap(node -> events.publish(new EventAddress.Node(node), record), CONCURRENT_NODES)
                .then();
    }
}
