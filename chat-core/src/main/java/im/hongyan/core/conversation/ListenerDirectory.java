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
    private final int smallGroup;

    ListenerDirectory(ConversationRepository repository, ConversationProperties properties, MeterRegistry meters) {
        this.smallGroup = properties.smallGroup();
        this.smallGroups = new LastKnown<ConversationKey, List<String>>(
                        CACHED_GROUPS,
                        new LastKnown.Ages<>(
                                users -> properties.staleness(), properties.trusted(), properties.databaseDeadline()),
                        key -> repository.membersOf(key, "", smallGroup + 1).collectList(),
                        System::nanoTime)
                .meteredAs("small groups", meters);
    }

    /** The listeners of a conversation that is known to exist. */
    public Mono<Listeners> of(ConversationKey key) {
        List<String> direct = Ids.directMembers(key.conversation());
        if (!direct.isEmpty()) {
            Set<Audience> audiences = new HashSet<>();
            direct.forEach(user -> audiences.add(new Audience.User(key.tenant(), user)));
            return Mono.just(new Listeners(direct, audiences));
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

    void forget(ConversationKey group) {
        smallGroups.forget(group);
    }
}
