package im.hongyan.core.media;

import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The table {@code media_usage}: what each user and each tenant holds. Users first, so that writers do not wait for each other. */
@Repository
public class UsageRepository {
    private static final String TENANT = "";

    private final DatabaseClient database;

    /** What is held, whole or on its way. */
    public record Usage(long bytes, int uploads) {}

    public UsageRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Makes the rows exist, in no transaction. */
    public Mono<Void> prepare(String tenant, String owner) {
        return database.sql("INSERT IGNORE INTO media_usage (tenant, owner, bytes, uploads)"
                        + " VALUES (:tenant, :owner, 0, 0), (:tenant, '" + TENANT + "', 0, 0)")
                .bind("tenant", tenant)
                .bind("owner", owner)
                .then();
    }

    /** What this user holds. */
    public Mono<Usage> find(String tenant, String owner) {
        return database.sql("SELECT bytes, uploads FROM media_usage WHERE tenant = :tenant AND owner = :owner")
                .bind("tenant", tenant)
                .bind("owner", owner)
                .map(row -> new Usage(
                        Objects.requireNonNull(row.get("bytes", Long.class)),
                        Objects.requireNonNull(row.get("uploads", Integer.class))))
                .one();
    }

    /** One more upload of so many bytes, for the user; false when it would be more than they may have. */
    public Mono<Boolean> reserve(String tenant, String owner, long bytes, long mostBytes, int mostUploads) {
        return take(tenant, owner, bytes, mostBytes, mostUploads);
    }

    /** The same for the tenant. */
    public Mono<Boolean> reserve(String tenant, long bytes, long mostBytes) {
        return take(tenant, TENANT, bytes, mostBytes, Integer.MAX_VALUE);
    }

    private Mono<Boolean> take(String tenant, String owner, long bytes, long mostBytes, int mostUploads) {
        return database.sql("UPDATE media_usage SET bytes = bytes + :bytes, uploads = uploads + 1"
                        + " WHERE tenant = :tenant AND owner = :owner"
                        + " AND bytes <= :room AND uploads < :mostUploads")
                .bind("bytes", bytes)
                .bind("tenant", tenant)
                .bind("owner", owner)
                .bind("room", mostBytes - bytes)
                .bind("mostUploads", mostUploads)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** An upload is none any more; its bytes stay. */
    public Mono<Void> arrived(String tenant, String owner) {
        return giveBack(tenant, owner, 0, 1);
    }

    /** An upload is none any more, nor are its bytes. */
    public Mono<Void> dropped(String tenant, String owner, long bytes) {
        return giveBack(tenant, owner, bytes, 1);
    }

    /** A file is no more. */
    public Mono<Void> deleted(String tenant, String owner, long bytes) {
        return giveBack(tenant, owner, bytes, 0);
    }

    private Mono<Void> giveBack(String tenant, String owner, long bytes, int uploads) {
        return subtract(tenant, owner, bytes, uploads).then(Mono.defer(() -> subtract(tenant, TENANT, bytes, uploads)));
    }

    private Mono<Void> subtract(String tenant, String owner, long bytes, int uploads) {
        return database.sql("UPDATE media_usage SET bytes = bytes - :bytes, uploads = uploads - :uploads"
                        + " WHERE tenant = :tenant AND owner = :owner")
                .bind("bytes", bytes)
                .bind("uploads", uploads)
                .bind("tenant", tenant)
                .bind("owner", owner)
                .then();
    }
}
