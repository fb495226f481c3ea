package im.hongyan.core.inbox.setting;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.sql.Rows;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables {@code conversation_setting} and {@code conversation_setting_version}; reads who is in which conversation. */
@Repository
class SettingRepository {
    private static final String OF_USER = " FROM conversation_setting WHERE tenant = :tenant AND user_id = :user";
    private static final String SELECT =
            "SELECT conversation, version, pin, muted, marked_at, cleared_to, draft" + OF_USER;

    private final DatabaseClient database;

    SettingRepository(DatabaseClient database) {
        this.database = database;
    }

    /** A conversation as one user has it. */
    record Owner(ConversationKey conversation, String user) {}

    Mono<Setting> find(Owner owner) {
        return of(owner, SELECT + " AND conversation = :conversation")
                .map(SettingRepository::read)
                .one()
                .defaultIfEmpty(Setting.none(owner.conversation().conversation()));
    }

    /** What a user has set for these conversations; absent where nothing was. */
    Mono<Map<String, Setting>> find(String tenant, String user, Collection<String> conversations) {
        if (conversations.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(SELECT + " AND conversation IN (:conversations)")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("conversations", conversations)
                .map(SettingRepository::read)
                .all()
                .collectMap(Setting::conversation, Function.identity());
    }

    /** What was written after a version, in the order of the versions. */
    Mono<List<Setting>> since(String tenant, String user, long version, int limit) {
        return database.sql(SELECT + " AND version > :version ORDER BY tenant, user_id, version LIMIT :limit")
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("version", version)
                .bind("limit", limit)
                .map(SettingRepository::read)
                .all()
                .collectList();
    }

    /** The conversations of which a user has deleted something, and up to where. */
    Mono<Map<String, Long>> cleared(String tenant, String user) {
        return database.sql("SELECT conversation, cleared_to" + OF_USER + " AND cleared_to > 0")
                .bind("tenant", tenant)
                .bind("user", user)
                .map(row -> Map.entry(text(row, "conversation"), number(row, "cleared_to")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Those of these that are marked as unread. */
    Flux<Owner> marked(List<Owner> owners) {
        return Flux.fromIterable(Rows.inStatements(owners)).concatMap(some -> {
            List<String> selects = new ArrayList<>(some.size());
            for (int i = 0; i < some.size(); i++) {
                selects.add("SELECT tenant, user_id, conversation FROM conversation_setting WHERE tenant = :t" + i
                        + " AND user_id = :u" + i + " AND conversation = :c" + i + " AND marked_at > 0");
            }
            DatabaseClient.GenericExecuteSpec statement = database.sql(String.join(" UNION ALL ", selects));
            for (int i = 0; i < some.size(); i++) {
                statement = statement
                        .bind("t" + i, some.get(i).conversation().tenant())
                        .bind("u" + i, some.get(i).user())
                        .bind("c" + i, some.get(i).conversation().conversation());
            }
            return statement
                    .map(row -> new Owner(
                            new ConversationKey(text(row, "tenant"), text(row, "conversation")), text(row, "user_id")))
                    .all();
        });
    }

    /** Up to where a user may see a conversation that they are in or were in; empty for others. */
    Mono<Long> lastVisible(Owner owner) {
        return of(
                        owner,
                        "SELECT COALESCE(leave_sequence, " + Long.MAX_VALUE
                                + ") AS last_visible FROM conversation_member"
                                + " WHERE tenant = :tenant AND user_id = :user AND conversation = :conversation")
                .map(row -> number(row, "last_visible"))
                .one();
    }

    /** The newest version of a user's settings; 0 when they never set anything. */
    Mono<Long> version(String tenant, String user) {
        return version(tenant, user, "").defaultIfEmpty(0L);
    }

    /** Makes it exist, by itself: within a transaction it would hold others up. */
    Mono<Void> ensureVersion(String tenant, String user) {
        return database.sql("INSERT IGNORE INTO conversation_setting_version (tenant, user_id, version)"
                        + " VALUES (:tenant, :user, 0)")
                .bind("tenant", tenant)
                .bind("user", user)
                .then();
    }

    /** The same, held until the end of the transaction: whoever comes second waits. Empty: it does not exist. */
    Mono<Long> lockVersion(String tenant, String user) {
        return version(tenant, user, " FOR UPDATE");
    }

    private Mono<Long> version(String tenant, String user, String lock) {
        return database.sql("SELECT version FROM conversation_setting_version"
                        + " WHERE tenant = :tenant AND user_id = :user" + lock)
                .bind("tenant", tenant)
                .bind("user", user)
                .map(row -> number(row, "version"))
                .one();
    }

    /** How many conversations that they are in a user has pinned. */
    Mono<Long> pinned(String tenant, String user) {
        return database.sql("SELECT COUNT(*) AS pinned FROM conversation_setting s JOIN conversation_member m"
                        + " ON m.tenant = s.tenant AND m.conversation = s.conversation AND m.user_id = s.user_id"
                        + " WHERE s.tenant = :tenant AND s.user_id = :user AND s.pin > 0 AND m.leave_sequence IS NULL")
                .bind("tenant", tenant)
                .bind("user", user)
                .map(row -> number(row, "pinned"))
                .one();
    }

    /** Within the transaction that holds the version. */
    Mono<Void> write(Owner owner, Setting setting) {
        Mono<Void> version = database.sql("UPDATE conversation_setting_version SET version = :version"
                        + " WHERE tenant = :tenant AND user_id = :user")
                .bind("version", setting.version())
                .bind("tenant", owner.conversation().tenant())
                .bind("user", owner.user())
                .then();
        return version.then(of(
                        owner,
                        "INSERT INTO conversation_setting (tenant, user_id, conversation, version, pin, muted, marked_at,"
                                + " cleared_to, draft) VALUES (:tenant, :user, :conversation, :version, :pin, :muted,"
                                + " :marked, :cleared, :draft) ON DUPLICATE KEY UPDATE version = VALUES(version),"
                                + " pin = VALUES(pin), muted = VALUES(muted), marked_at = VALUES(marked_at),"
                                + " cleared_to = VALUES(cleared_to), draft = VALUES(draft)")
                .bind("version", setting.version())
                .bind("pin", setting.pin())
                .bind("muted", setting.muted())
                .bind("marked", setting.markedAtMillis())
                .bind("cleared", setting.clearedTo())
                .bind("draft", setting.draft().getBytes(StandardCharsets.UTF_8))
                .then());
    }

    private DatabaseClient.GenericExecuteSpec of(Owner owner, String sql) {
        return database.sql(sql)
                .bind("tenant", owner.conversation().tenant())
                .bind("user", owner.user())
                .bind("conversation", owner.conversation().conversation());
    }

    private static Setting read(Readable row) {
        return new Setting(
                text(row, "conversation"),
                number(row, "version"),
                number(row, "pin"),
                Objects.requireNonNull(row.get("muted", Boolean.class)),
                number(row, "marked_at"),
                number(row, "cleared_to"),
                new String(Objects.requireNonNull(row.get("draft", byte[].class)), StandardCharsets.UTF_8));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
