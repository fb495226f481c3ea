package im.hongyan.core.account.session;

import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The table {@code refresh_token}: hashes, never a token. Times are ours, in epoch milliseconds. */
@Repository
class RefreshTokenRepository {
    /** What is known of a token that was presented. */
    record Given(String sid, boolean used, long expiresAtMillis) {}

    private final DatabaseClient database;

    RefreshTokenRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(String hash, String sid, long expiresAtMillis) {
        return database.sql("INSERT INTO refresh_token (token_hash, sid, expires_at, used_at)"
                        + " VALUES (:hash, :sid, :expires, 0)")
                .bind("hash", hash)
                .bind("sid", sid)
                .bind("expires", expiresAtMillis)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Given> find(String hash) {
        return database.sql("SELECT sid, used_at, expires_at FROM refresh_token WHERE token_hash = :hash")
                .bind("hash", hash)
                .map(RefreshTokenRepository::read)
                .one();
    }

    /** True for the one that exchanges it first. */
    Mono<Boolean> use(String hash, long nowMillis) {
        return database.sql("UPDATE refresh_token SET used_at = :now WHERE token_hash = :hash AND used_at = 0")
                .bind("now", nowMillis)
                .bind("hash", hash)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Forgets some tokens that expired before this time; answers how many. */
    Mono<Long> deleteExpiredBefore(long millis, int limit) {
        return database.sql("DELETE FROM refresh_token WHERE expires_at < :before LIMIT " + limit)
                .bind("before", millis)
                .fetch()
                .rowsUpdated();
    }

    private static Given read(Readable row) {
        return new Given(
                Objects.requireNonNull(row.get("sid", String.class)),
                Objects.requireNonNull(row.get("used_at", Long.class)) != 0,
                Objects.requireNonNull(row.get("expires_at", Long.class)));
    }
}
