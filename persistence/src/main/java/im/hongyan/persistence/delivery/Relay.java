package im.hongyan.persistence.delivery;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.proto.HeadMoved;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.Stored;
import im.hongyan.link.route.RouteTable;
import im.hongyan.link.route.RouteTable.Audience;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Hands hints to the gateways: one trip to the routes for all of them, then one event for each hint and node. Hints of one
 * call keep their order at each node. Safe for concurrent use.
 */
@Component
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final RouteTable routes;
    private final EventPublisher events;
    private final DeliveryProperties properties;
    private final Counter told;
    private final Counter dropped;

    Relay(RouteTable routes, EventPublisher events, DeliveryProperties properties, MeterRegistry meters) {
        this.routes = routes;
        this.events = events;
        this.properties = properties;
        this.told = Counter.builder("hongyan.relay.told")
                .baseUnit("events")
                .description("Events handed over for gateway nodes")
                .register(meters);
        this.dropped = Counter.builder("hongyan.relay.failures")
                .baseUnit("calls")
                .description("Calls of which some hints were dropped: no routes, no broker, or out of patience")
                .register(meters);
    }

    /** Completes when all hints were handed over, or given up. Never errors. */
    public Mono<Void> tell(List<Hint> all) {
        List<Hint.Told> hints = all.stream()
                .filter(Hint.Told.class::isInstance)
                .map(Hint.Told.class::cast)
                .toList();
        if (hints.isEmpty()) {
            return Mono.empty();
        }
        Set<Audience> audiences = new LinkedHashSet<>();
        hints.forEach(hint -> audiences.addAll(Audiences.of(hint)));
        return routes.nodes(audiences)
                .flatMapMany(nodes -> Flux.fromIterable(hints).concatMapIterable(hint -> events(hint, nodes)))
                .flatMap(
                        event -> events.publish(event.node(), event.bytes()).doOnSuccess(done -> told.increment()),
                        properties.publishing())
                .then()
                .timeout(properties.patience())
                .onErrorResume(error -> {
                    dropped.increment();
                    LOG.warn("hints were dropped: {}", error.toString());
                    return Mono.empty();
                });
    }

    private record Addressed(EventAddress.Node node, ByteString bytes) {}

    private static List<Addressed> events(Hint.Told hint, Map<Audience, Set<String>> nodes) {
        Set<String> names = new LinkedHashSet<>();
        Audiences.of(hint).forEach(audience -> names.addAll(nodes.getOrDefault(audience, Set.of())));
        if (names.isEmpty()) {
            return List.of();
        }
        ByteString bytes = encode(hint);
        return names.stream()
                .map(name -> new Addressed(new EventAddress.Node(name), bytes))
                .toList();
    }

    private static ByteString encode(Hint.Told hint) {
        NodeEvent.Builder event =
                NodeEvent.newBuilder().setTenant(hint.conversation().tenant());
        String conversation = hint.conversation().conversation();
        switch (hint) {
            case Hint.Stored stored ->
                event.setStored(Stored.newBuilder()
                        .setConversation(conversation)
                        .setSequence(stored.sequence())
                        .setMessage(stored.body())
                        .addAllAlsoNotify(stored.alsoNotify()));
            case Hint.HeadMoved moved ->
                event.setHeadMoved(
                        HeadMoved.newBuilder().setConversation(conversation).setHead(moved.head()));
        }
        return event.build().toByteString();
    }
}
