package im.hongyan.core.tenant;

import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code server_key}. */
@Repository
class ServerKeyRepository {
    private static final String SELECT = "SELECT key_id, tenant, secret_hash, created_at, revoked_at FROM server_key";

    private final DatabaseClient database;

    ServerKeyRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(ServerKey key) {
        return database.sql("INSERT INTO server_key (key_id, tenant, secret_hash, created_at, revoked_at)"
                        + " VALUES (:id, :tenant, :hash, :created, :revoked)")
                .bind("id", key.id())
                .bind("tenant", key.tenant())
                .bind("hash", key.secretHash())
                .bind("created", key.createdAtMillis())
                .bind("revoked", key.revokedAtMillis())
                .then();
    }

    Mono<ServerKey> find(String id) {
        return database.sql(SELECT + " WHERE key_id = :id")
                .bind("id", id)
                .map(ServerKeyRepository::read)
                .one();
    }

    /** The newest first. */
    Flux<ServerKey> ofTenant(String tenant, int limit) {
        return database.sql(SELECT + " WHERE tenant = :tenant ORDER BY created_at DESC, key_id LIMIT :limit")
                .bind("tenant", tenant)
                .bind("limit", limit)
                .map(ServerKeyRepository::read)
                .all();
    }

    Mono<Long> countInForce(String tenant) {
        return database.sql("SELECT COUNT(*) AS in_force FROM server_key WHERE tenant = :tenant AND revoked_at = 0")
                .bind("tenant", tenant)
                .map(row -> Objects.requireNonNull(row.get("in_force", Long.class)))
                .one();
    }

    /** True when this tenant has such a key and it was in force. */
    Mono<Boolean> revoke(String tenant, String id, long nowMillis) {
        return database.sql("UPDATE server_key SET revoked_at = :now"
                        + " WHERE key_id = :id AND tenant = :tenant AND revoked_at = 0")
                .bind("now", nowMillis)
                .bind("id", id)
                .bind("tenant", tenant)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static ServerKey read(Readable row) {
        return new ServerKey(
                Objects.requireNonNull(row.get("key_id", String.class)),
                Objects.requireNonNull(row.get("tenant", String.class)),
                Objects.requireNonNull(row.get("secret_hash", String.class)),
                Objects.requireNonNull(row.get("created_at", Long.class)),
                Objects.requireNonNull(row.get("revoked_at", Long.class)));
    }
}
