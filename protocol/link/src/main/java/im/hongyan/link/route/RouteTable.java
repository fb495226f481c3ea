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
     * @param session unique among all sessions ever; of two sessions of a device the newer has the greater
     */
    record DeviceRoute(String tenant, String user, String device, String node, String session) {}

    /** A group with at least one connected member on the node. */
    record GroupRoute(String tenant, String group, String node) {}

    /**
     * Registers a device and names the routes of the same device that it replaces (other sessions), on any node: the session
     * that registers last has the device.
     */
    Mono<List<DeviceRoute>> register(DeviceRoute route);

    /** Removes the route, only if it still belongs to that session. */
    Mono<Void> remove(DeviceRoute route);

    /**
     * Extends the life of many entries, a few hundred in a round trip; restores those that were lost. Where another session
     * has the device by now, the newer of the two keeps it. Names the routes that lost their device, of this refresh or
     * others: their sessions must go.
     */
    Mono<List<DeviceRoute>> refresh(Collection<DeviceRoute> devices, Collection<GroupRoute> groups);

    /** Registers interest in groups. */
    Mono<Void> join(Collection<GroupRoute> groups);

    /** Withdraws interest. */
    Mono<Void> leave(Collection<GroupRoute> groups);

    /** The devices of one user. */
    Flux<DeviceRoute> devices(String tenant, String user);

    /**
     * The nodes to notify, for each of these audiences; a few hundred in a round trip. Nobody there: an empty set.
     */
    Mono<Map<Audience, Set<String>>> nodes(Collection<Audience> audiences);

    /** Whom to notify. */
    sealed interface Audience {
        /** All devices of a user. */
        record User(String tenant, String user) implements Audience {}

        /** All connected members of a group. */
        record Group(String tenant, String group) implements Audience {}
    }

    /** How long an entry lives without a refresh; gateways refresh at a third of it. */
    Duration timeToLive();
}
