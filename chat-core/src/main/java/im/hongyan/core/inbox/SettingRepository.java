package im.hongyan.core.inbox;

import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The tables {@code conversation_setting} and {@code conversation_setting_version}. */
@Repository
class SettingRepository {
    private static final String SELECT = "SELECT conversation, version, pin, muted, marked_at, cleared_to, draft"
            + " FROM conversation_setting WHERE tenant = :tenant AND user_id = :user";

    private final DatabaseClient database;

    SettingRepository(DatabaseClient database) {
        this.database = database;
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

    /** The newest version of a user's settings; 0 when they never set anything. */
    Mono<Long> version(String tenant, String user) {
        return database.sql("SELECT version FROM conversation_setting_version"
                        + " WHERE tenant = :tenant AND user_id = :user")
                .bind("tenant", tenant)
                .bind("user", user)
                .map(row -> InboxRepository.number(row, "version"))
                .one()
                .defaultIfEmpty(0L);
    }

    private static Setting read(Readable row) {
        return new Setting(
                InboxRepository.text(row, "conversation"),
                InboxRepository.number(row, "version"),
                InboxRepository.number(row, "pin"),
                Objects.requireNonNull(row.get("muted", Boolean.class)),
                InboxRepository.number(row, "marked_at") > 0,
                InboxRepository.number(row, "cleared_to"),
                new String(Objects.requireNonNull(row.get("draft", byte[].class)), StandardCharsets.UTF_8));
    }
}
