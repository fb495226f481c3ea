package im.hongyan.core.conversation;

import im.hongyan.core.known.LastKnown;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.wire.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds the listeners of conversations; those of groups as last known, at the most {@link ConversationProperties#staleness} ago. */
@Component
public final class ListenerDirectory {
    private static final int CACHED_GROUPS = 10_000;

    private final LastKnown<ConversationKey, List<String>> smallGroups;
    private final PeerGuard guard;
    private final int smallGroup;

    ListenerDirectory(
            PeerGuard guard,
            ConversationRepository repository,
            ConversationProperties properties,
            MeterRegistry meters) {
        this.guard = guard;
        this.smallGroup = properties.smallGroup();
        this.smallGroups = new LastKnown<ConversationKey, List<String>>(
                        CACHED_GROUPS,
                        new LastKnown.Ages<>(
                                users -> properties.staleness(), properties.trusted(), properties.databaseDeadline()),
                        key -> repository.membersOf(key, "", smallGroup + 1).collectList(),
                        System::nanoTime)
                .meteredAs("small groups", meters);
    }

    /** Who is shown what this user does in a conversation that is known to exist; the user too. */
    public Mono<Listeners> of(ConversationKey key, String actor) {
        List<String> direct = Ids.directMembers(key.conversation());
        if (direct.size() == 1) {
            return Mono.just(users(key.tenant(), direct));
        }
        if (!direct.isEmpty()) {
            return guard.isQuiet(key).map(quiet -> users(key.tenant(), quiet ? List.of(actor) : direct));
        }
        String group = Ids.groupOf(key.conversation());
        if (group == null) {
            return Mono.just(Listeners.NOBODY);
        }
        return smallGroups
                .get(key)
                .map(users -> users.size() > smallGroup
                        ? Listeners.NOBODY
                        : new Listeners(users, Set.of(new Audience.Group(key.tenant(), group))));
    }

    private static Listeners users(String tenant, List<String> users) {
        Set<Audience> audiences = new HashSet<>();
        users.forEach(user -> audiences.add(new Audience.User(tenant, user)));
        return new Listeners(users, audiences);
    }

    void forget(ConversationKey group) {
        smallGroups.forget(group);
    }
}
