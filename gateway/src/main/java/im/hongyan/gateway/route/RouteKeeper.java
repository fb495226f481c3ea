package im.hongyan.gateway.route;

import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.link.route.RouteTable;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.link.route.RouteTable.GroupRoute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the routes of this node. Nothing here fails a session: while the address book is away its live hints are late, not
 * lost, and the next refresh writes everything again. Safe for concurrent use.
 */
@Component
public final class RouteKeeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);
    private static final int BATCH = 500;

    private final RouteTable table;
    private final SessionRegistry registry;
    private final Node node;
    private final Replacement replacement;
    private final Counter failures;
    private final Errands errands;
    private final Set<GroupRoute> joined = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Disposable refreshing;

    public RouteKeeper(
            RouteTable table, SessionRegistry registry, Node node, Replacement replacement, MeterRegistry meters) {
        this.table = table;
        this.registry = registry;
        this.node = node;
        this.replacement = replacement;
        this.errands = new Errands(meters);
        this.failures = Counter.builder("hongyan.gateway.route.failures")
                .description("writes to the address book that failed; the next refresh repeats them")
                .register(meters);
    }

    /** Registers a session that is in the registry already, and names the routes it replaces. Never errors. */
    public Mono<List<DeviceRoute>> enter(DeviceRoute route, Collection<String> groups) {
        List<GroupRoute> fresh = groups.stream()
                .map(group -> new GroupRoute(route.tenant(), group, node.name()))
                .filter(group -> !joined.contains(group))
                .toList();
        return join(fresh).then(table.register(route)).doOnError(this::failed).onErrorReturn(List.of());
    }

    /** A member of the group is here. */
    public void joined(GroupRoute group) {
        errands.send(join(List.of(group)));
    }

    private Mono<Void> join(Collection<GroupRoute> groups) {
        return groups.isEmpty()
                ? Mono.empty()
                : table.join(groups)
                        .doOnSuccess(done -> joined.addAll(groups))
                        .doOnError(this::failed)
                        .onErrorComplete();
    }

    /** The session has ended. */
    public void leave(DeviceRoute route) {
        errands.send(table.remove(route).doOnError(this::failed).onErrorComplete());
    }

    private void failed(Throwable error) {
        failures.increment();
        LOG.debug("the address book does not answer", error);
    }

    @Override
    public void start() {
        Duration period = table.timeToLive().dividedBy(3);
        refreshing = Flux.interval(period)
                .onBackpressureDrop()
                .concatMap(tick -> refresh(), 1)
                .subscribe(done -> {}, error -> LOG.error("routes are not refreshed any more", error));
    }

    /**
     * Writes all routes again, ends the sessions that were replaced meanwhile, and takes back the groups that nobody here is in.
     * Never errors.
     */
    public Mono<Void> refresh() {
        List<DeviceRoute> devices = new ArrayList<>();
        registry.forEach(session -> devices.add(session.route()));
        List<GroupRoute> groups = registry.groups(node.name());
        return Flux.concat(
                        Flux.fromIterable(devices).buffer(BATCH).concatMap(this::refresh),
                        Flux.fromIterable(groups)
                                .buffer(BATCH)
                                .concatMap(some -> table.join(some).doOnSuccess(done -> joined.addAll(some))),
                        Mono.defer(this::leaveEmptyGroups))
                .doOnError(this::failed)
                .onErrorComplete()
                .then();
    }

    /** A session whose route was replaced has no device any more: it goes, if nobody has told it before. */
    private Mono<Void> refresh(List<DeviceRoute> some) {
        return table.refresh(some, List.of()).flatMap(replacement::end);
    }

    /** Whoever comes into such a group meanwhile is joined again afterwards. */
    private Mono<Void> leaveEmptyGroups() {
        List<GroupRoute> empty =
                joined.stream().filter(group -> !registry.holds(group)).toList();
        if (empty.isEmpty()) {
            return Mono.empty();
        }
        empty.forEach(joined::remove);
        return table.leave(empty)
                .then(Mono.defer(
                        () -> join(empty.stream().filter(registry::holds).toList())));
    }

    @Override
    public void stop() {
        Disposable running = refreshing;
        if (running != null) {
            running.dispose();
            refreshing = null;
        }
    }

    @Override
    public boolean isRunning() {
        return refreshing != null;
    }

    /** Before the servers start and after they have stopped. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 4_096;
    }
}
