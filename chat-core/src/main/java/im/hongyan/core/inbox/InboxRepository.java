package im.hongyan.core.inbox;

import im.hongyan.wire.Ids;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What lists of conversations are made of, read across the tables of several rooms. Writes nothing. */
@Repository
class InboxRepository {
    private static final String BELONGINGS = "SELECT m.conversation, m.join_sequence, COALESCE(s.pin, 0) AS pin,"
            + " COALESCE(s.cleared_to, 0) AS cleared_to FROM conversation_member m"
            + " LEFT JOIN conversation_setting s ON s.tenant = m.tenant AND s.user_id = m.user_id"
            + " AND s.conversation = m.conversation"
            + " WHERE m.tenant = :tenant AND m.user_id = :user AND m.leave_sequence IS NULL";

    private final DatabaseClient database;

    InboxRepository(DatabaseClient database) {
        this.database = database;
    }

    /**
     * How a conversation is called.
     *
     * @param avatar empty: none
     */
    record Face(String name, String avatar) {}

    /** The conversations that a user is in, in the order of their ids. */
    Mono<List<Belonging>> belongings(String tenant, String user, int limit) {
        return database.sql(BELONGINGS + " ORDER BY m.tenant, m.user_id, m.conversation LIMIT :limit")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("limit", limit)
                .map(InboxRepository::belonging)
                .all()
                .collectList();
    }

    /** One of them; empty when they are not in it. */
    Mono<Belonging> belonging(String tenant, String user, String conversation) {
        return database.sql(BELONGINGS + " AND m.conversation = :conversation")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("conversation", conversation)
                .map(InboxRepository::belonging)
                .one();
    }

    private static Belonging belonging(Readable row) {
        return new Belonging(
                text(row, "conversation"), number(row, "join_sequence"), number(row, "pin"), number(row, "cleared_to"));
    }

    /** Users who have said what they are called, by their ids. */
    Mono<Map<String, Face>> people(String tenant, Collection<String> users) {
        if (users.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql("SELECT user_id, display_name, avatar FROM user_profile"
                        + " WHERE tenant = :tenant AND user_id IN (:users)")
                .bind("tenant", tenant)
                .bind("users", users)
                .map(row -> Map.entry(text(row, "user_id"), new Face(text(row, "display_name"), text(row, "avatar"))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Groups by their conversations. */
    Mono<Map<String, Face>> groups(String tenant, Collection<String> groups) {
        if (groups.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql("SELECT group_id, name FROM chat_group WHERE tenant = :tenant AND group_id IN (:groups)")
                .bind("tenant", tenant)
                .bind("groups", groups)
                .map(row -> Map.entry(Ids.group(text(row, "group_id")), new Face(text(row, "name"), "")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
