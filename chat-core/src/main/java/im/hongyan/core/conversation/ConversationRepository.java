package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables {@code conversation} and {@code conversation_member}. SQL that MySQL, MariaDB and H2 read alike. */
@Repository
class ConversationRepository {
    private final DatabaseClient database;

    ConversationRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Makes a direct conversation exist. The members first, the conversation last, each statement by itself and repeatable:
     * where the conversation is, its members are. True when it was not there before.
     */
    Mono<Boolean> createDirect(ConversationKey key, List<String> members, long nowMillis) {
        return Flux.fromIterable(members)
                .concatMap(user -> insertMember(key, user, 0, nowMillis))
                .then(insertConversation(key, nowMillis));
    }

    /** True when it was not there before. */
    Mono<Boolean> insertConversation(ConversationKey key, long nowMillis) {
        return database.sql("INSERT IGNORE INTO conversation (tenant, conversation, created_at)"
                        + " VALUES (:tenant, :conversation, :now)")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("now", nowMillis)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private Mono<Long> insertMember(ConversationKey key, String user, long joinSequence, long nowMillis) {
        return database.sql("INSERT IGNORE INTO conversation_member"
                        + " (tenant, conversation, user_id, join_sequence, joined_at)"
                        + " VALUES (:tenant, :conversation, :user, :join, :now)")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("user", user)
                .bind("join", joinSequence)
                .bind("now", nowMillis)
                .fetch()
                .rowsUpdated();
    }

    /** Empty for who never was a member. */
    Mono<Optional<Membership>> findMembership(ConversationKey key, String user) {
        return database.sql("SELECT join_sequence, COALESCE(leave_sequence, " + Membership.STILL_IN
                        + ") AS leave_sequence FROM conversation_member"
                        + " WHERE tenant = :tenant AND conversation = :conversation AND user_id = :user")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("user", user)
                .map(row -> new Membership(
                        number(row.get("join_sequence", Long.class)), number(row.get("leave_sequence", Long.class))))
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    /** Conversations that the user is in, between two ids (exclusive), in the order of their ids. */
    Flux<String> conversationsOf(String tenant, String user, String after, String before, int limit) {
        return database.sql("SELECT conversation FROM conversation_member"
                        + " WHERE tenant = :tenant AND user_id = :user AND conversation > :after"
                        + " AND conversation < :before AND leave_sequence IS NULL ORDER BY conversation LIMIT :limit")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("after", after)
                .bind("before", before)
                .bind("limit", limit)
                .map(row -> text(row.get("conversation", String.class)))
                .all();
    }

    /** Who is in now, in the order of their ids, after one of them. */
    Flux<String> membersOf(ConversationKey key, String after, int limit) {
        return database.sql("SELECT user_id FROM conversation_member"
                        + " WHERE tenant = :tenant AND conversation = :conversation AND user_id > :after"
                        + " AND leave_sequence IS NULL ORDER BY user_id LIMIT :limit")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> text(row.get("user_id", String.class)))
                .all();
    }

    static long number(@Nullable Long value) {
        return Objects.requireNonNull(value);
    }

    static String text(@Nullable String value) {
        return Objects.requireNonNull(value);
    }
}
