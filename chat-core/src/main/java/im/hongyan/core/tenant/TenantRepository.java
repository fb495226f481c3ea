package im.hongyan.core.tenant;

import im.hongyan.core.tenant.Tenant.Accounts;
import im.hongyan.core.tenant.Tenant.Policies;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code tenant}. */
@Repository
class TenantRepository {
    private static final String SELECT =
            "SELECT tenant, name, accounts, group_members, recall_seconds, edit_seconds, friends_only, suspended_at,"
                    + " created_at FROM tenant";

    private final DatabaseClient database;

    TenantRepository(DatabaseClient database) {
        this.database = database;
    }

    /** True when it was not there before. */
    Mono<Boolean> insert(Tenant tenant) {
        return bind(
                        database.sql("INSERT IGNORE INTO tenant"
                                + " (tenant, name, accounts, group_members, recall_seconds, edit_seconds,"
                                + " friends_only, suspended_at, created_at)"
                                + " VALUES (:tenant, :name, :accounts, :members, :recall, :edit,"
                                + " :friends, :suspended, :created)"),
                        tenant)
                .bind("created", tenant.createdAtMillis())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Mono<Void> update(Tenant tenant) {
        return bind(
                        database.sql("UPDATE tenant SET name = :name, accounts = :accounts, group_members = :members,"
                                + " recall_seconds = :recall, edit_seconds = :edit, friends_only = :friends,"
                                + " suspended_at = :suspended WHERE tenant = :tenant"),
                        tenant)
                .then();
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, Tenant tenant) {
        Policies policies = tenant.policies();
        Accounts accounts = policies.accounts();
        return statement
                .bind("tenant", tenant.id())
                .bind("name", tenant.name())
                .bind("accounts", Parameters.in(R2dbcType.VARCHAR, accounts == null ? null : accounts.name()))
                .bind("members", Parameters.in(R2dbcType.INTEGER, policies.groupMembers()))
                .bind("recall", Parameters.in(R2dbcType.INTEGER, policies.recallSeconds()))
                .bind("edit", Parameters.in(R2dbcType.INTEGER, policies.editSeconds()))
                .bind("friends", Parameters.in(R2dbcType.BOOLEAN, policies.friendsOnly()))
                .bind("suspended", tenant.suspendedAtMillis());
    }

    Mono<Tenant> find(String id) {
        return one(SELECT + " WHERE tenant = :tenant", id);
    }

    /** The tenant as it is now; whoever comes second waits for the end of the first one's transaction. */
    Mono<Tenant> lock(String id) {
        return one(SELECT + " WHERE tenant = :tenant FOR UPDATE", id);
    }

    private Mono<Tenant> one(String sql, String id) {
        return database.sql(sql).bind("tenant", id).map(TenantRepository::read).one();
    }

    /** After this id, in the order of ids. */
    Flux<Tenant> page(String after, int limit) {
        return database.sql(SELECT + " WHERE tenant > :after ORDER BY tenant LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map(TenantRepository::read)
                .all();
    }

    private static Tenant read(Readable row) {
        return new Tenant(
                Objects.requireNonNull(row.get("tenant", String.class)),
                Objects.requireNonNull(row.get("name", String.class)),
                new Policies(
                        accounts(row.get("accounts", String.class)),
                        row.get("group_members", Integer.class),
                        row.get("recall_seconds", Integer.class),
                        row.get("edit_seconds", Integer.class),
                        row.get("friends_only", Boolean.class)),
                Objects.requireNonNull(row.get("suspended_at", Long.class)),
                Objects.requireNonNull(row.get("created_at", Long.class)));
    }

    private static @Nullable Accounts accounts(@Nullable String stored) {
        return stored == null ? null : Accounts.valueOf(stored);
    }
}
