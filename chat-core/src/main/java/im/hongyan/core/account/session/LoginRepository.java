package im.hongyan.core.account.session;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code login_session}. Times are ours, in epoch milliseconds. */
@Repository
class LoginRepository {
    private final DatabaseClient database;

    LoginRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(Login login, long nowMillis) {
        return database.sql("INSERT INTO login_session (sid, tenant, user_id, device, created_at, ends_at, ended_at)"
                        + " VALUES (:sid, :tenant, :user, :device, :now, :ends, 0)")
                .bind("sid", login.sid())
                .bind("tenant", login.tenant())
                .bind("user", login.user())
                .bind("device", login.device())
                .bind("now", nowMillis)
                .bind("ends", login.endsAt().toEpochMilli())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** The login if it goes on; until the end of the transaction nobody else ends it. */
    Mono<Login> lock(String sid, long nowMillis) {
        return database.sql("SELECT sid, tenant, user_id, device, ends_at FROM login_session"
                        + " WHERE sid = :sid AND ended_at = 0 AND ends_at > :now FOR UPDATE")
                .bind("sid", sid)
                .bind("now", nowMillis)
                .map(LoginRepository::read)
                .one();
    }

    /** The login, whether it goes on or not. */
    Mono<Login> find(String sid) {
        return database.sql("SELECT sid, tenant, user_id, device, ends_at FROM login_session WHERE sid = :sid")
                .bind("sid", sid)
                .map(LoginRepository::read)
                .one();
    }

    /** The logins of a user that go on. */
    Flux<Login> ofUser(String tenant, String user) {
        return database.sql("SELECT sid, tenant, user_id, device, ends_at FROM login_session"
                        + " WHERE tenant = :tenant AND user_id = :user AND ended_at = 0 ORDER BY sid")
                .bind("tenant", tenant)
                .bind("user", user)
                .map(LoginRepository::read)
                .all();
    }

    /** True when it went on until now. */
    Mono<Boolean> end(String sid, long nowMillis) {
        return database.sql("UPDATE login_session SET ended_at = :now WHERE sid = :sid AND ended_at = 0")
                .bind("now", nowMillis)
                .bind("sid", sid)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Forgets some logins that were ended, or could not be renewed any more, before this time; answers how many. */
    Mono<Long> deleteEndedBefore(long millis, int limit) {
        return database.sql("DELETE FROM login_session WHERE ends_at < :before"
                        + " OR (ended_at <> 0 AND ended_at < :before) LIMIT " + limit)
                .bind("before", millis)
                .fetch()
                .rowsUpdated();
    }

    private static Login read(Readable row) {
        return new Login(
                text(row, "sid"),
                text(row, "tenant"),
                text(row, "user_id"),
                text(row, "device"),
                Instant.ofEpochMilli(Objects.requireNonNull(row.get("ends_at", Long.class))));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
