package im.hongyan.core.friend.relation;

import im.hongyan.core.conversation.PeerGuard;
import im.hongyan.core.known.LastKnown;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.QueuedBatcher;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Who may write to whom, as last known: a change made by another core is seen here after {@link RelationProperties#staleness} at the
 * latest; one made here, at once. What is asked together goes to the database together. Safe for concurrent use.
 */
@Component
public final class Relations implements PeerGuard, DisposableBean {
    private static final int SLOTS = 2;
    private static final int QUEUED = 10_000;
    private static final int TOGETHER = 512;

    private final RelationRepository repository;
    private final Tenants tenants;
    private final boolean friendsOnly;
    private final Duration deadline;
    private final QueuedBatcher<ConversationKey, Relation> batcher;
    private final LastKnown<ConversationKey, Relation> known;

    Relations(RelationRepository repository, Tenants tenants, RelationProperties properties, MeterRegistry meters) {
        this.repository = repository;
        this.tenants = tenants;
        this.friendsOnly = properties.friendsOnly();
        this.deadline = properties.databaseDeadline();
        this.batcher = new QueuedBatcher<>(
                "relations", BatchBounds.ofItems(SLOTS, QUEUED, TOGETHER), key -> 1, meters, this::ask);
        this.known = new LastKnown<ConversationKey, Relation>(
                        properties.cached(),
                        new LastKnown.Ages<>(
                                relation -> properties.staleness(),
                                properties.trusted(),
                                properties.databaseDeadline()),
                        batcher::submit,
                        System::nanoTime)
                .meteredAs("relations", meters);
    }

    private Mono<List<Relation>> ask(List<ConversationKey> directs) {
        return Deadlines.ofStore(repository.of(directs), deadline)
                .map(found -> directs.stream()
                        .map(key -> found.getOrDefault(key, Relation.STRANGERS))
                        .toList());
    }

    @Override
    public Mono<Refused> closed(ConversationKey direct, String sender) {
        return known.get(direct).flatMap(relation -> {
            if (relation.blockers().contains(sender)) {
                return Mono.just(Refused.of(ErrorCode.NO_PERMISSION, "you have blocked this user; unblock them first"));
            }
            if (!relation.blockers().isEmpty()) {
                return Mono.just(Refused.of(ErrorCode.BLACKLISTED, "this user takes no messages from you"));
            }
            return relation.friends() ? Mono.empty() : closedToStrangers(direct.tenant());
        });
    }

    private Mono<Refused> closedToStrangers(String tenant) {
        return tenants.policies(tenant)
                .map(policies -> policies.friendsOnly() == null ? friendsOnly : policies.friendsOnly())
                .filter(only -> only)
                .map(only -> Refused.of(
                        ErrorCode.NO_PERMISSION, "only friends write to each other here; ask this user first"));
    }

    @Override
    public Mono<Boolean> isQuiet(ConversationKey direct) {
        return known.get(direct).map(relation -> !relation.blockers().isEmpty());
    }

    @Override
    public Mono<Set<String>> quietAmong(String tenant, Collection<String> conversations) {
        return repository.blockedAmong(tenant, conversations);
    }

    /** Something between these two was changed here. */
    public void forget(ConversationKey direct) {
        known.forget(direct);
    }

    @Override
    public void destroy() {
        batcher.close();
    }
}
