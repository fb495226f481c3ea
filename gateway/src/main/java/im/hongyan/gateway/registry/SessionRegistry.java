package im.hongyan.gateway.registry;

import im.hongyan.link.route.RouteTable.GroupRoute;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * The sessions of this node, by user and by group. Safe for concurrent use. An entry goes when its session goes, and only
 * that session's own entry.
 */
@Component
public final class SessionRegistry {
    private final Map<UserKey, Set<Registration>> byUser = new ConcurrentHashMap<>();
    private final Map<GroupKey, Set<Registration>> byGroup = new ConcurrentHashMap<>();

    private record UserKey(String tenant, String user) {}

    private record GroupKey(String tenant, String group) {}

    public SessionRegistry(MeterRegistry meters) {
        Gauge.builder("hongyan.gateway.users", byUser, Map::size)
                .description("users with a session on this node")
                .register(meters);
        Gauge.builder("hongyan.gateway.groups", byGroup, Map::size)
                .description("groups with a member on this node")
                .register(meters);
    }

    /** Adds a session; from now on it gets what is addressed to its user and these groups. */
    public Registration add(Recipient recipient, Collection<String> groups) {
        Registration added = new Registration(this, recipient);
        put(byUser, userOf(recipient), added);
        groups.forEach(added::join);
        return added;
    }

    /** The sessions of a user. */
    public Collection<Registration> ofUser(String tenant, String user) {
        return byUser.getOrDefault(new UserKey(tenant, user), Set.of());
    }

    /** The sessions of a group's members. */
    public Collection<Registration> ofGroup(String tenant, String group) {
        return byGroup.getOrDefault(new GroupKey(tenant, group), Set.of());
    }

    /** Whether a member of the group is here. */
    public boolean holds(GroupRoute route) {
        return byGroup.containsKey(new GroupKey(route.tenant(), route.group()));
    }

    /** Every session, in no order, as they come and go. */
    public void forEach(Consumer<Recipient> action) {
        byUser.values().forEach(sessions -> sessions.forEach(each -> action.accept(each.recipient())));
    }

    /** Every group of which a member is here. */
    public List<GroupRoute> groups(String node) {
        return byGroup.keySet().stream()
                .map(key -> new GroupRoute(key.tenant(), key.group(), node))
                .toList();
    }

    void remove(Registration registration) {
        take(byUser, userOf(registration.recipient()), registration);
    }

    void join(String group, Registration registration) {
        put(byGroup, groupOf(group, registration), registration);
    }

    void leave(String group, Registration registration) {
        take(byGroup, groupOf(group, registration), registration);
    }

    private static UserKey userOf(Recipient recipient) {
        return new UserKey(recipient.route().tenant(), recipient.route().user());
    }

    private static GroupKey groupOf(String group, Registration registration) {
        return new GroupKey(registration.recipient().route().tenant(), group);
    }

    private static <K> void put(Map<K, Set<Registration>> into, K key, Registration registration) {
        into.compute(key, (same, before) -> {
            Set<Registration> sessions = before == null ? ConcurrentHashMap.newKeySet(2) : before;
            sessions.add(registration);
            return sessions;
        });
    }

    private static <K> void take(Map<K, Set<Registration>> from, K key, Registration registration) {
        from.computeIfPresent(key, (same, sessions) -> {
            sessions.remove(registration);
            return sessions.isEmpty() ? null : sessions;
        });
    }
}
