package im.hongyan.core.account.login;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The table {@code account}. */
@Repository
class AccountRepository {
    /** An account with the hash of its password. */
    record Secured(Account account, String passwordHash) {}

    private final DatabaseClient database;

    AccountRepository(DatabaseClient database) {
        this.database = database;
    }

    /** True when it was not there before. */
    Mono<Boolean> insert(Account account, String passwordHash) {
        return database.sql("INSERT IGNORE INTO account"
                        + " (tenant, user_id, password_hash, display_name, created_at, changed_at)"
                        + " VALUES (:tenant, :user, :hash, :name, :at, :at)")
                .bind("tenant", account.tenant())
                .bind("user", account.user())
                .bind("hash", passwordHash)
                .bind("name", account.name())
                .bind("at", account.createdAt().toEpochMilli())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Mono<Secured> find(String tenant, String user) {
        return database.sql("SELECT tenant, user_id, password_hash, display_name, created_at FROM account"
                        + " WHERE tenant = :tenant AND user_id = :user")
                .bind("tenant", tenant)
                .bind("user", user)
                .map(AccountRepository::read)
                .one();
    }

    /** Whether the password is still the one of this hash, and holds it until the end of the transaction. */
    Mono<Boolean> hasStill(String tenant, String user, String passwordHash) {
        return database.sql("SELECT password_hash FROM account WHERE tenant = :tenant AND user_id = :user FOR UPDATE")
                .bind("tenant", tenant)
                .bind("user", user)
                .map(row -> passwordHash.equals(row.get("password_hash", String.class)))
                .one()
                .defaultIfEmpty(false);
    }

    /** True when the password was still the one of the earlier hash. */
    Mono<Boolean> changePassword(Account account, String earlierHash, String laterHash, long nowMillis) {
        return database.sql("UPDATE account SET password_hash = :later, changed_at = :now"
                        + " WHERE tenant = :tenant AND user_id = :user AND password_hash = :earlier")
                .bind("later", laterHash)
                .bind("now", nowMillis)
                .bind("tenant", account.tenant())
                .bind("user", account.user())
                .bind("earlier", earlierHash)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Secured read(Readable row) {
        Account account = new Account(
                text(row, "tenant"),
                text(row, "user_id"),
                text(row, "display_name"),
                Instant.ofEpochMilli(Objects.requireNonNull(row.get("created_at", Long.class))));
        return new Secured(account, text(row, "password_hash"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
