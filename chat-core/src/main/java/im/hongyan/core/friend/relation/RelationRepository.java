package im.hongyan.core.friend.relation;

import im.hongyan.core.log.ConversationKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code contact}, as far as sends ask for it. */
@Repository
class RelationRepository {
    private final DatabaseClient database;

    RelationRepository(DatabaseClient database) {
        this.database = database;
    }

    /** What one of two users has said of the other. */
    private record Said(ConversationKey key, String owner, boolean friend, boolean blocked) {}

    /** The relations of many pairs; absent are strangers. A statement a tenant. */
    Mono<Map<ConversationKey, Relation>> of(Collection<ConversationKey> directs) {
        Map<String, List<String>> byTenant = directs.stream()
                .collect(Collectors.groupingBy(
                        ConversationKey::tenant,
                        Collectors.mapping(ConversationKey::conversation, Collectors.toList())));
        return Flux.fromIterable(byTenant.entrySet())
                .concatMap(some -> said(some.getKey(), some.getValue()))
                .collect(HashMap::new, RelationRepository::put);
    }

    private Flux<Said> said(String tenant, List<String> conversations) {
        return database.sql("SELECT conversation, owner, friend_since, blocked_since FROM contact"
                        + " WHERE tenant = :tenant AND conversation IN (:conversations) AND removed_at = 0")
                .bind("tenant", tenant)
                .bind("conversations", conversations)
                .map(row -> new Said(
                        new ConversationKey(tenant, Objects.requireNonNull(row.get("conversation", String.class))),
                        Objects.requireNonNull(row.get("owner", String.class)),
                        Objects.requireNonNull(row.get("friend_since", Long.class)) > 0,
                        Objects.requireNonNull(row.get("blocked_since", Long.class)) > 0))
                .all();
    }

    /** Those of these conversations in which one has blocked the other. */
    Mono<Set<String>> blockedAmong(String tenant, Collection<String> conversations) {
        return database.sql("SELECT DISTINCT conversation FROM contact"
                        + " WHERE tenant = :tenant AND conversation IN (:conversations) AND blocked_since > 0")
                .bind("tenant", tenant)
                .bind("conversations", conversations)
                .map(row -> Objects.requireNonNull(row.get("conversation", String.class)))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void put(Map<ConversationKey, Relation> known, Said said) {
        Relation before = known.getOrDefault(said.key(), Relation.STRANGERS);
        Set<String> blockers = new HashSet<>(before.blockers());
        if (said.blocked()) {
            blockers.add(said.owner());
        }
        known.put(said.key(), new Relation(before.friends() || said.friend(), Set.copyOf(blockers)));
    }
}
