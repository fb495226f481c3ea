package im.hongyan.core.account.login;

import im.hongyan.core.account.user.ProfileRepository;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The table {@code account}; the name of its user is in their profile. */
@Repository
class AccountRepository {
    /** An account with the hash of its password. */
    record Secured(Account account, String passwordHash) {}

    private final DatabaseClient database;
    private final ProfileRepository profiles;
    private final TransactionalOperator transaction;

    AccountRepository(DatabaseClient database, ProfileRepository profiles, ReactiveTransactionManager transactions) {
        this.database = database;
        this.profiles = profiles;
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** Makes the account and introduces its user, or neither. True when it was not there before. */
    Mono<Boolean> insert(Account account, String passwordHash) {
        long now = account.createdAt().toEpochMilli();
        Mono<Boolean> written = database.sql("INSERT IGNORE INTO account"
                        + " (tenant, user_id, password_hash, created_at, changed_at)"
                        + " VALUES (:tenant, :user, :hash, :at, :at)")
                .bind("tenant", account.tenant())
                .bind("user", account.user())
                .bind("hash", passwordHash)
                .bind("at", now)
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 0
                        ? Mono.just(false)
                        : profiles.introduce(account.tenant(), account.user(), account.name(), now)
                                .thenReturn(true));
        return transaction.transactional(written);
    }

    Mono<Secured> find(String tenant, String user) {
        return database.sql(
                        "SELECT account.tenant, account.user_id, password_hash, display_name, created_at FROM account"
                                + " JOIN user_profile ON user_profile.tenant = account.tenant"
                                + " AND user_profile.user_id = account.user_id"
                                + " WHERE account.tenant = :tenant AND account.user_id = :user")
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
