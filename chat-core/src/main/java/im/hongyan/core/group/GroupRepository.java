package im.hongyan.core.group;

import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code chat_group}. */
@Repository
class GroupRepository {
    private static final String SELECT =
            "SELECT tenant, group_id, name, announcement, owner, created_at FROM chat_group";

    private final DatabaseClient database;

    GroupRepository(DatabaseClient database) {
        this.database = database;
    }

    /** True when it was not there before. */
    Mono<Boolean> insert(Group group) {
        return database.sql("INSERT IGNORE INTO chat_group (tenant, group_id, name, owner, created_at)"
                        + " VALUES (:tenant, :id, :name, :owner, :now)")
                .bind("tenant", group.tenant())
                .bind("id", group.id())
                .bind("name", group.name())
                .bind("owner", group.owner())
                .bind("now", group.createdAtMillis())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Mono<Group> find(String tenant, String id) {
        return database.sql(SELECT + " WHERE tenant = :tenant AND group_id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .map(GroupRepository::read)
                .one();
    }

    /** In the order of their ids. */
    Flux<Group> find(String tenant, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Flux.empty();
        }
        return database.sql(SELECT + " WHERE tenant = :tenant AND group_id IN (:ids) ORDER BY group_id")
                .bind("tenant", tenant)
                .bind("ids", List.copyOf(ids))
                .map(GroupRepository::read)
                .all();
    }

    /**
     * The group as it is now. One change of a group at a time: whoever comes second waits for the end of the first one's
     * transaction.
     */
    Mono<Group> lock(Group group) {
        return database.sql(SELECT + " WHERE tenant = :tenant AND group_id = :id FOR UPDATE")
                .bind("tenant", group.tenant())
                .bind("id", group.id())
                .map(GroupRepository::read)
                .one();
    }

    Mono<Void> update(Group group) {
        return database.sql("UPDATE chat_group SET name = :name, announcement = :announcement, owner = :owner"
                        + " WHERE tenant = :tenant AND group_id = :id")
                .bind("name", group.name())
                .bind("announcement", group.announcement())
                .bind("owner", group.owner())
                .bind("tenant", group.tenant())
                .bind("id", group.id())
                .then();
    }

    private static Group read(Readable row) {
        return new Group(
                Objects.requireNonNull(row.get("tenant", String.class)),
                Objects.requireNonNull(row.get("group_id", String.class)),
                Objects.requireNonNull(row.get("name", String.class)),
                Objects.requireNonNull(row.get("announcement", String.class)),
                Objects.requireNonNull(row.get("owner", String.class)),
                Objects.requireNonNull(row.get("created_at", Long.class)));
    }
}
