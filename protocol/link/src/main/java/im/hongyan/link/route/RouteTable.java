package im.hongyan.link.route;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The address book: which gateway nodes hold a user's devices, and a group's connected members. Entries expire unless
 * refreshed, so a killed node vanishes by itself. Written by gateways, read by whoever notifies. Safe for concurrent use.
 */
public interface RouteTable {

    /**
     * One connected device.
     *
     * @param session unique among all sessions ever
     */
    record DeviceRoute(String tenant, String user, String device, String node, String session) {}

    /** A group with at least one connected member on the node. */
    record GroupRoute(String tenant, String group, String node) {}

    /** Registers a device and names the routes of the same device that it replaces (other sessions), on any node. */
    Mono<List<DeviceRoute>> register(DeviceRoute route);

    /** Removes the route, only if it still belongs to that session. */
    Mono<Void> remove(DeviceRoute route);

    /** Extends the life of many entries in one round trip; restores those that were lost. */
    Mono<Void> refresh(Collection<DeviceRoute> devices, Collection<GroupRoute> groups);

    /** Registers interest in groups. */
    Mono<Void> join(Collection<GroupRoute> groups);

    /** Withdraws interest. */
    Mono<Void> leave(Collection<GroupRoute> groups);

    /** The devices of one user. */
    Flux<DeviceRoute> devices(String tenant, String user);

    /**
     * The nodes to notify for many audiences in one round trip. An audience is {@code u:<user>} or {@code g:<group>}, of one
     * tenant each; see {@link Audience}.
     */
    Mono<Map<Audience, Set<String>>> nodes(Collection<Audience> audiences);

    /** Whom to notify. */
    sealed interface Audience {
        record User(String tenant, String user) implements Audience {}

        record Group(String tenant, String group) implements Audience {}
    }

    /** How long an entry lives without a refresh; gateways refresh at a third of it. */
    Duration timeToLive();
}
