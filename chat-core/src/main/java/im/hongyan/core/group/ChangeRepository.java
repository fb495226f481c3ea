package im.hongyan.core.group;

import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code group_change}: what the timelines do not tell yet. */
@Repository
class ChangeRepository {
    private static final String SEPARATOR = ",";

    private final DatabaseClient database;

    ChangeRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(Change change) {
        return database.sql("INSERT INTO group_change"
                        + " (change_id, tenant, group_id, event, actor, users, until_millis, created_at)"
                        + " VALUES (:id, :tenant, :group, :event, :actor, :users, :until, :at)")
                .bind("id", change.id())
                .bind("tenant", change.tenant())
                .bind("group", change.group())
                .bind("event", change.event().toString())
                .bind("actor", change.actor())
                .bind("users", String.join(SEPARATOR, change.users()))
                .bind("until", change.untilMillis())
                .bind("at", change.atMillis())
                .then();
    }

    Mono<Void> delete(Change change) {
        return database.sql("DELETE FROM group_change WHERE change_id = :id")
                .bind("id", change.id())
                .then();
    }

    /** The oldest first. */
    Flux<Change> olderThan(long millis, int limit) {
        return database.sql("SELECT change_id, tenant, group_id, event, actor, users, until_millis, created_at"
                        + " FROM group_change WHERE created_at < :before ORDER BY created_at, change_id LIMIT :limit")
                .bind("before", millis)
                .bind("limit", limit)
                .map(ChangeRepository::read)
                .all();
    }

    private static List<String> users(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR));
    }

    private static Change read(Readable row) {
        return new Change(
                Objects.requireNonNull(row.get("change_id", String.class)),
                Objects.requireNonNull(row.get("tenant", String.class)),
                Objects.requireNonNull(row.get("group_id", String.class)),
                Change.Event.of(Objects.requireNonNull(row.get("event", String.class))),
                Objects.requireNonNull(row.get("actor", String.class)),
                users(Objects.requireNonNull(row.get("users", String.class))),
                Objects.requireNonNull(row.get("until_millis", Long.class)),
                Objects.requireNonNull(row.get("created_at", Long.class)));
    }
}
