package im.hongyan.persistence.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.route.RouteTable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gateways as the relay sees them: an address book that can fail, and what reached each node. */
public final class FakeGateways implements RouteTable, EventPublisher {
    /** What was published, by node, in order. */
    private final Map<String, List<NodeEvent>> told = new ConcurrentHashMap<>();

    private final Map<Audience, Set<String>> nodes = new ConcurrentHashMap<>();
    private final List<Collection<Audience>> lookups = new CopyOnWriteArrayList<>();
    private volatile Supplier<Mono<Void>> trouble = Mono::empty;

    public FakeGateways at(String node, Audience... audiences) {
        for (Audience audience : audiences) {
            nodes.merge(audience, Set.of(node), (before, more) -> {
                Set<String> both = new java.util.LinkedHashSet<>(before);
                both.addAll(more);
                return both;
            });
        }
        return this;
    }

    /** What every look-up meets from now on before it is answered. */
    public void trouble(Supplier<Mono<Void>> kind) {
        trouble = kind;
    }

    public List<NodeEvent> told(String node) {
        return told.getOrDefault(node, List.of());
    }

    public List<Collection<Audience>> lookups() {
        return lookups;
    }

    @Override
    public Mono<Map<Audience, Set<String>>> nodes(Collection<Audience> audiences) {
        return Mono.defer(() -> {
            lookups.add(List.copyOf(audiences));
            Map<Audience, Set<String>> answer = new HashMap<>();
            audiences.forEach(audience -> answer.put(audience, nodes.getOrDefault(audience, Set.of())));
            return trouble.get().thenReturn(answer);
        });
    }

    @Override
    public Mono<Void> publish(EventAddress address, ByteString record) {
        return Mono.fromRunnable(() -> {
            EventAddress.Node node = (EventAddress.Node) address;
            try {
                told.computeIfAbsent(node.node(), name -> new CopyOnWriteArrayList<>())
                        .add(NodeEvent.parseFrom(record));
            } catch (InvalidProtocolBufferException broken) {
                throw new AssertionError(broken);
            }
        });
    }

    @Override
    public Mono<List<DeviceRoute>> register(DeviceRoute route) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> remove(DeviceRoute route) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<DeviceRoute>> refresh(Collection<DeviceRoute> devices, Collection<GroupRoute> groups) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> join(Collection<GroupRoute> groups) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> leave(Collection<GroupRoute> groups) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<DeviceRoute> devices(String tenant, String user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Duration timeToLive() {
        return Duration.ofMinutes(1);
    }
}
