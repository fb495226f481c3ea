package im.hongyan.core.account.key;

import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code signing_key}. */
@Repository
class KeyRepository {
    private final DatabaseClient database;

    KeyRepository(DatabaseClient database) {
        this.database = database;
    }

    /** From the oldest on. */
    Flux<StoredKey> all() {
        return database.sql("SELECT generation, kid, jwk, created_at FROM signing_key ORDER BY generation")
                .map(KeyRepository::read)
                .all();
    }

    /** True when nobody else had made this generation before. */
    Mono<Boolean> insert(StoredKey key) {
        return database.sql("INSERT IGNORE INTO signing_key (generation, kid, jwk, created_at)"
                        + " VALUES (:generation, :kid, :jwk, :at)")
                .bind("generation", key.generation())
                .bind("kid", key.kid())
                .bind("jwk", key.jwk())
                .bind("at", key.createdAtMillis())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Forgets all generations below this one. */
    Mono<Void> deleteBelow(long generation) {
        return database.sql("DELETE FROM signing_key WHERE generation < :generation")
                .bind("generation", generation)
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static StoredKey read(Readable row) {
        return new StoredKey(
                Objects.requireNonNull(row.get("generation", Long.class)),
                Objects.requireNonNull(row.get("kid", String.class)),
                Objects.requireNonNull(row.get("jwk", String.class)),
                Objects.requireNonNull(row.get("created_at", Long.class)));
    }
}
