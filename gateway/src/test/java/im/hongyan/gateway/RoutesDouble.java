package im.hongyan.gateway;

import im.hongyan.link.route.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** An address book in memory; may be made to fail or to forget, as Redis does. */
public final class RoutesDouble implements RouteTable {
    private final Map<String, DeviceRoute> devices = new ConcurrentHashMap<>();
    private volatile Mono<Void> gate = Mono.empty();
    private final Set<GroupRoute> groups = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    public void away(boolean now) {
        away = now;
    }

    /** Registrations from now on wait until what is returned is completed. */
    public Sinks.Empty<Void> holds() {
        Sinks.Empty<Void> opened = Sinks.empty();
        gate = opened.asMono();
        return opened;
    }

    public void forgetEverything() {
        devices.clear();
        groups.clear();
    }

    public Collection<DeviceRoute> devices() {
        return devices.values();
    }

    public Set<GroupRoute> groups() {
        return groups;
    }

    private static String key(DeviceRoute route) {
        return route.tenant() + "/" + route.user() + "/" + route.device();
    }

    private <T> Mono<T> answer(java.util.function.Supplier<T> work) {
        return Mono.defer(() -> away ? Mono.error(new IllegalStateException("away")) : Mono.justOrEmpty(work.get()));
    }

    private Mono<Void> work(Runnable work) {
        return Mono.defer(() -> away ? Mono.error(new IllegalStateException("away")) : Mono.fromRunnable(work));
    }

    @Override
    public Mono<List<DeviceRoute>> register(DeviceRoute route) {
        return gate.then(answer(() -> {
            DeviceRoute before = devices.put(key(route), route);
            return before == null ? List.of() : List.of(before);
        }));
    }

    @Override
    public Mono<Void> remove(DeviceRoute route) {
        return work(() -> devices.remove(key(route), route));
    }

    @Override
    public Mono<List<DeviceRoute>> refresh(Collection<DeviceRoute> some, Collection<GroupRoute> ofGroups) {
        return answer(() -> {
            List<DeviceRoute> replaced = new ArrayList<>();
            for (DeviceRoute route : some) {
                DeviceRoute there = devices.putIfAbsent(key(route), route);
                if (there != null && there.session().compareTo(route.session()) > 0) {
                    replaced.add(route);
                } else if (there != null && !there.equals(route)) {
                    devices.put(key(route), route);
                    replaced.add(there);
                }
            }
            groups.addAll(ofGroups);
            return replaced;
        });
    }

    @Override
    public Mono<Void> join(Collection<GroupRoute> some) {
        return work(() -> groups.addAll(some));
    }

    @Override
    public Mono<Void> leave(Collection<GroupRoute> some) {
        return work(() -> groups.removeAll(some));
    }

    @Override
    public Flux<DeviceRoute> devices(String tenant, String user) {
        return Flux.fromIterable(devices.values())
                .filter(route -> route.tenant().equals(tenant) && route.user().equals(user));
    }

    @Override
    public Mono<Map<Audience, Set<String>>> nodes(Collection<Audience> audiences) {
        return answer(() -> audiences.stream().collect(Collectors.toMap(each -> each, this::nodes)));
    }

    private Set<String> nodes(Audience audience) {
        return switch (audience) {
            case Audience.User user ->
                devices.values().stream()
                        .filter(route -> route.tenant().equals(user.tenant())
                                && route.user().equals(user.user()))
                        .map(DeviceRoute::node)
                        .collect(Collectors.toSet());
            case Audience.Group group ->
                groups.stream()
                        .filter(route -> route.tenant().equals(group.tenant())
                                && route.group().equals(group.group()))
                        .map(GroupRoute::node)
                        .collect(Collectors.toSet());
        };
    }

    @Override
    public Duration timeToLive() {
        return Duration.ofSeconds(60);
    }
}
