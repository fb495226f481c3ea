package im.hongyan.core.conversation;

import im.hongyan.core.known.LastKnown;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who may do what in a conversation. Foreign and unknown conversations get the same NOT_MEMBER. A change made by another
 * core is seen here after {@link ConversationProperties#staleness} at the latest; a change made here, at once. Safe for
 * concurrent use.
 */
@Service
public final class ConversationService {
    /** A stranger may have become a member by another core's doing; asking again is cheap, and rare. */
    private static final Duration STRANGER_FRESH = Duration.ofSeconds(1);

    private static final int MAX_GROUPS = 10_000;
    private static final int ASKED_AT_ONCE = 8;

    private record MemberKey(ConversationKey conversation, String user) {}

    private record UserKey(String tenant, String user) {}

    private final DirectConversations directs;
    private final PeerGuard guard;
    private final LastKnown<MemberKey, Optional<Membership>> memberships;
    private final LastKnown<UserKey, List<String>> groups;

    ConversationService(
            DirectConversations directs,
            PeerGuard guard,
            ConversationRepository repository,
            ConversationProperties properties,
            MeterRegistry meters) {
        this.directs = directs;
        this.guard = guard;
        Duration staleness = properties.staleness();
        Duration stranger = staleness.compareTo(STRANGER_FRESH) < 0 ? staleness : STRANGER_FRESH;
        this.memberships = new LastKnown<MemberKey, Optional<Membership>>(
                        properties.cachedMemberships(),
                        new LastKnown.Ages<>(
                                known -> known.isPresent() ? staleness : stranger,
                                properties.trusted(),
                                properties.databaseDeadline()),
                        key -> repository.findMembership(key.conversation(), key.user()),
                        System::nanoTime)
                .meteredAs("memberships", meters);
        this.groups = new LastKnown<UserKey, List<String>>(
                        properties.cachedMemberships(),
                        new LastKnown.Ages<>(
                                known -> Duration.ZERO, properties.trusted(), properties.databaseDeadline()),
                        key -> repository
                                .groupsOf(key.tenant(), key.user(), MAX_GROUPS)
                                .collectList(),
                        System::nanoTime)
                .meteredAs("groups of users", meters);
    }

    /** May they send? A direct conversation is made by its first message. Errors with {@link Refused} for strangers. */
    public Mono<Admission> admit(Principal sender, String conversation) {
        ConversationKey key = new ConversationKey(sender.getTenant(), conversation);
        List<String> users = Ids.directMembers(conversation);
        if (!users.isEmpty()) {
            return users.contains(sender.getUser())
                    ? admitToDirect(key, users, sender.getUser())
                    : Mono.error(Refused.notMember());
        }
        return memberships
                .get(new MemberKey(key, sender.getUser()))
                .map(known -> known.orElseThrow(Refused::notMember))
                .map(member -> new Admission(key, false, member.closedAt(System.currentTimeMillis())));
    }

    /** Nothing is made for who may not send. */
    private Mono<Admission> admitToDirect(ConversationKey key, List<String> users, String sender) {
        Mono<Refused> closed = users.size() == 1 ? Mono.empty() : guard.closed(key, sender);
        return closed.map(no -> new Admission(key, false, no))
                .switchIfEmpty(Mono.defer(() -> directs.ensure(key).map(isNew -> new Admission(key, isNew, null))));
    }

    /** What they may see, also as an ex-member. Errors with {@link Refused}. */
    public Mono<Membership> membership(Principal reader, String conversation) {
        List<String> users = Ids.directMembers(conversation);
        if (!users.isEmpty()) {
            return users.contains(reader.getUser()) ? Mono.just(Membership.WHOLE) : Mono.error(Refused.notMember());
        }
        ConversationKey key = new ConversationKey(reader.getTenant(), conversation);
        return memberships
                .get(new MemberKey(key, reader.getUser()))
                .map(known -> known.orElseThrow(Refused::notMember));
    }

    /** Of these users those who are not in a conversation. */
    public Mono<Set<String>> strangers(ConversationKey key, Collection<String> users) {
        List<String> direct = Ids.directMembers(key.conversation());
        return Flux.fromIterable(users)
                .flatMap(
                        user -> (direct.isEmpty()
                                        ? memberships
                                                .get(new MemberKey(key, user))
                                                .map(ConversationService::isIn)
                                        : Mono.just(direct.contains(user)))
                                .filter(isIn -> !isIn)
                                .map(stranger -> user),
                        ASKED_AT_ONCE)
                .collect(Collectors.toSet());
    }

    private static boolean isIn(Optional<Membership> known) {
        return known.map(Membership::isActive).orElse(false);
    }

    /** The groups that they are in now; as last known while the database is away. */
    public Mono<List<String>> groupsOf(Principal user) {
        return groups.get(new UserKey(user.getTenant(), user.getUser()));
    }

    /** Something changed for all members alike. */
    void forget(ConversationKey conversation) {
        memberships.forgetAll(key -> key.conversation().equals(conversation));
    }

    /** Their membership changed. */
    void forget(ConversationKey conversation, String user) {
        memberships.forget(new MemberKey(conversation, user));
        groups.forget(new UserKey(conversation.tenant(), user));
    }
}
