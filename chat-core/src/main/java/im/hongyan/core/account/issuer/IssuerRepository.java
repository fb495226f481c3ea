package im.hongyan.core.account.issuer;

import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code token_issuer}. Every change counts its revision up, in the transaction of the caller. */
@Repository
class IssuerRepository {
    private static final String SELECT = "SELECT tenant, name, issuer, audience, jwks, created_at FROM token_issuer";

    private final DatabaseClient database;

    IssuerRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Long> revision() {
        return database.sql("SELECT revision FROM token_issuer_revision WHERE id = 1")
                .map(row -> Objects.requireNonNull(row.get("revision", Long.class)))
                .one();
    }

    /** Also lets one change in at a time. */
    Mono<Void> countUp() {
        return database.sql("UPDATE token_issuer_revision SET revision = revision + 1 WHERE id = 1")
                .then();
    }

    Flux<Issuer> all() {
        return database.sql(SELECT).map(IssuerRepository::read).all();
    }

    /** In the order of their names. */
    Flux<Issuer> ofTenant(String tenant) {
        return database.sql(SELECT + " WHERE tenant = :tenant ORDER BY name")
                .bind("tenant", tenant)
                .map(IssuerRepository::read)
                .all();
    }

    Mono<Issuer> withIssuer(String issuer) {
        return database.sql(SELECT + " WHERE issuer = :issuer")
                .bind("issuer", issuer)
                .map(IssuerRepository::read)
                .one();
    }

    Mono<Void> insert(Issuer issuer) {
        return database.sql("INSERT INTO token_issuer (tenant, name, issuer, audience, jwks, created_at)"
                        + " VALUES (:tenant, :name, :issuer, :audience, :jwks, :created)")
                .bind("tenant", issuer.tenant())
                .bind("name", issuer.name())
                .bind("issuer", issuer.issuer())
                .bind("audience", issuer.audience())
                .bind("jwks", issuer.jwks())
                .bind("created", issuer.createdAtMillis())
                .then();
    }

    /** True when it was there. */
    Mono<Boolean> delete(String tenant, String name) {
        return database.sql("DELETE FROM token_issuer WHERE tenant = :tenant AND name = :name")
                .bind("tenant", tenant)
                .bind("name", name)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Issuer read(Readable row) {
        return new Issuer(
                Objects.requireNonNull(row.get("tenant", String.class)),
                Objects.requireNonNull(row.get("name", String.class)),
                Objects.requireNonNull(row.get("issuer", String.class)),
                Objects.requireNonNull(row.get("audience", String.class)),
                Objects.requireNonNull(row.get("jwks", String.class)),
                Objects.requireNonNull(row.get("created_at", Long.class)));
    }
}
