package im.hongyan.core.rig;

import im.hongyan.link.route.RouteTable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An address book that a test fills; only the look-up of nodes is asked for here. */
public final class RouteDouble implements RouteTable {
    private final Map<Audience, Set<String>> nodes = new ConcurrentHashMap<>();

    public void put(Audience audience, String... held) {
        nodes.put(audience, Set.of(held));
    }

    @Override
    public Mono<Map<Audience, Set<String>>> nodes(Collection<Audience> audiences) {
        Map<Audience, Set<String>> found = new HashMap<>();
        audiences.forEach(audience -> found.put(audience, nodes.getOrDefault(audience, Set.of())));
        return Mono.just(found);
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
