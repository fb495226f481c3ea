package im.hongyan.core.conversation;

import im.hongyan.core.conversation.Membership.Mutes;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.sql.Rows;
import im.hongyan.wire.Ids;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables {@code conversation} and {@code conversation_member}. SQL for MariaDB and H2, kept to what MySQL 8 knows too. */
@Repository
class ConversationRepository {
    private static final Comparator<ConversationKey> ORDER =
            Comparator.comparing(ConversationKey::tenant).thenComparing(ConversationKey::conversation);

    private static final String FIRST_GROUP = Ids.group("");
    private static final String AFTER_GROUPS = "g;";

    private final DatabaseClient database;

    private record Member(ConversationKey conversation, String user) {}

    ConversationRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Makes direct conversations exist. The members first, the conversations last, each statement by itself and repeatable:
     * where a conversation is, its members are. In the order of the keys, so that two writers do not wait for each other. True
     * when none of them was there before.
     */
    Mono<Boolean> createDirects(Collection<ConversationKey> keys, long nowMillis) {
        List<ConversationKey> ordered = keys.stream().sorted(ORDER).distinct().toList();
        List<Member> members = ordered.stream()
                .flatMap(key -> Ids.directMembers(key.conversation()).stream().map(user -> new Member(key, user)))
                .toList();
        return Flux.fromIterable(Rows.inStatements(members))
                .concatMap(some -> insertMembers(some, nowMillis))
                .thenMany(Flux.fromIterable(Rows.inStatements(ordered)))
                .concatMap(some -> insertConversations(some, nowMillis))
                .reduce(0L, Long::sum)
                .map(created -> created == ordered.size());
    }

    private Mono<Long> insertMembers(List<Member> members, long nowMillis) {
        DatabaseClient.GenericExecuteSpec statement = database.sql("INSERT IGNORE INTO conversation_member"
                        + " (tenant, conversation, user_id, join_sequence, joined_at) VALUES "
                        + Rows.values("(:tenant%1$d, :conversation%1$d, :user%1$d, 0, :now)", members.size()))
                .bind("now", nowMillis);
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            statement = bind(statement, i, member.conversation()).bind("user" + i, member.user());
        }
        return statement.fetch().rowsUpdated();
    }

    private Mono<Long> insertConversations(List<ConversationKey> keys, long nowMillis) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(
                        "INSERT IGNORE INTO conversation (tenant, conversation, created_at) VALUES "
                                + Rows.values("(:tenant%1$d, :conversation%1$d, :now)", keys.size()))
                .bind("now", nowMillis);
        for (int i = 0; i < keys.size(); i++) {
            statement = bind(statement, i, keys.get(i));
        }
        return statement.fetch().rowsUpdated();
    }

    private static DatabaseClient.GenericExecuteSpec bind(
            DatabaseClient.GenericExecuteSpec statement, int row, ConversationKey key) {
        return statement.bind("tenant" + row, key.tenant()).bind("conversation" + row, key.conversation());
    }

    /** True when it was not there before. */
    Mono<Boolean> insertConversation(ConversationKey key, long nowMillis) {
        return insertConversations(List.of(key), nowMillis).map(rows -> rows > 0);
    }

    /** Empty for who never was a member. */
    Mono<Optional<Membership>> findMembership(ConversationKey key, String user) {
        return database.sql("SELECT m.join_sequence, COALESCE(m.leave_sequence, " + Membership.STILL_IN
                        + ") AS leave_sequence, m.muted_until AS member_until,"
                        + " CASE WHEN m.role = 'MEMBER' THEN c.muted_until ELSE 0 END AS group_until,"
                        + " c.dissolved_at"
                        + " FROM conversation_member m JOIN conversation c"
                        + " ON c.tenant = m.tenant AND c.conversation = m.conversation"
                        + " WHERE m.tenant = :tenant AND m.conversation = :conversation AND m.user_id = :user")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("user", user)
                .map(ConversationRepository::membership)
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static Membership membership(Readable row) {
        Mutes mutes =
                new Mutes(number(row.get("member_until", Long.class)), number(row.get("group_until", Long.class)));
        return new Membership(
                number(row.get("join_sequence", Long.class)),
                number(row.get("leave_sequence", Long.class)),
                mutes,
                number(row.get("dissolved_at", Long.class)) > 0);
    }

    /** Conversations that the user is in, dissolved ones too, after one of them, in the order of their ids. */
    Flux<String> conversationsOf(String tenant, String user, String after, int limit) {
        return database.sql("SELECT conversation FROM conversation_member"
                        + " WHERE tenant = :tenant AND user_id = :user AND conversation > :after"
                        + " AND leave_sequence IS NULL ORDER BY conversation LIMIT :limit")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> text(row.get("conversation", String.class)))
                .all();
    }

    /** Groups that the user is in and that are not dissolved, in the order of their ids. */
    Flux<String> groupsOf(String tenant, String user, int limit) {
        return database.sql("SELECT m.conversation FROM conversation_member m JOIN conversation c"
                        + " ON c.tenant = m.tenant AND c.conversation = m.conversation"
                        + " WHERE m.tenant = :tenant AND m.user_id = :user AND m.conversation > :after"
                        + " AND m.conversation < :before AND m.leave_sequence IS NULL AND c.dissolved_at = 0"
                        + " ORDER BY m.conversation LIMIT :limit")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("after", FIRST_GROUP)
                .bind("before", AFTER_GROUPS)
                .bind("limit", limit)
                .map(row -> text(row.get("conversation", String.class)))
                .all()
                .mapNotNull(Ids::groupOf);
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
