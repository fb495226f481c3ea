package im.hongyan.core.friend;

import im.hongyan.core.sql.Rows;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The table {@code friend_list}. */
@Repository
class FriendListRepository {
    private static final String SELECT = "SELECT tenant, user_id, version, purged, friends, blocks, sent, received,"
            + " asked_day, asked FROM friend_list WHERE tenant = :tenant AND user_id = :user";

    private final DatabaseClient database;

    FriendListRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Makes lists exist; outside of any transaction, so that nobody waits for another one with a lock in hand. */
    Mono<Void> ensure(String tenant, List<String> users) {
        GenericExecuteSpec statement = database.sql("INSERT IGNORE INTO friend_list"
                        + " (tenant, user_id, version, purged, friends, blocks, sent, received, asked_day, asked) VALUES "
                        + Rows.values("(:tenant, :user%1$d, 0, 0, 0, 0, 0, 0, 0, 0)", users.size()))
                .bind("tenant", tenant);
        for (int i = 0; i < users.size(); i++) {
            statement = statement.bind("user" + i, users.get(i));
        }
        return statement.then();
    }

    /** A list as it is now; whoever comes second waits for the end of the first one's transaction. */
    Mono<FriendList> lock(String tenant, String user) {
        return one(SELECT + " FOR UPDATE", tenant, user);
    }

    Mono<FriendList> find(String tenant, String user) {
        return one(SELECT, tenant, user).defaultIfEmpty(FriendList.empty(tenant, user));
    }

    private Mono<FriendList> one(String sql, String tenant, String user) {
        return database.sql(sql)
                .bind("tenant", tenant)
                .bind("user", user)
                .map(FriendListRepository::read)
                .one();
    }

    Mono<Void> update(FriendList list) {
        Holdings holdings = list.holdings();
        return database.sql("UPDATE friend_list SET version = :version, purged = :purged, friends = :friends,"
                        + " blocks = :blocks, sent = :sent, received = :received, asked_day = :day, asked = :asked"
                        + " WHERE tenant = :tenant AND user_id = :user")
                .bind("version", list.version())
                .bind("purged", list.purged())
                .bind("friends", holdings.friends())
                .bind("blocks", holdings.blocks())
                .bind("sent", holdings.sent())
                .bind("received", holdings.received())
                .bind("day", holdings.askedDay())
                .bind("asked", holdings.asked())
                .bind("tenant", list.tenant())
                .bind("user", list.user())
                .then();
    }

    private static FriendList read(Readable row) {
        return new FriendList(
                Objects.requireNonNull(row.get("tenant", String.class)),
                Objects.requireNonNull(row.get("user_id", String.class)),
                number(row, "version"),
                number(row, "purged"),
                new Holdings(
                        count(row, "friends"),
                        count(row, "blocks"),
                        count(row, "sent"),
                        count(row, "received"),
                        number(row, "asked_day"),
                        count(row, "asked")));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static int count(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }
}
