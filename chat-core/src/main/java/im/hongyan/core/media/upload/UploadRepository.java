package im.hongyan.core.media.upload;

import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code media_upload}. */
@Repository
class UploadRepository {
    private static final String SELECT = "SELECT tenant, media, owner, name, bytes, expires_at FROM media_upload";
    private static final String ONE = " WHERE tenant = :tenant AND media = :media";

    private final DatabaseClient database;

    UploadRepository(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(Upload upload) {
        return database.sql("INSERT INTO media_upload"
                        + " (tenant, media, owner, name, bytes, writer, writer_until, expires_at)"
                        + " VALUES (:tenant, :media, :owner, :name, :bytes, '', 0, :expires)")
                .bind("tenant", upload.tenant())
                .bind("media", upload.id())
                .bind("owner", upload.owner())
                .bind("name", upload.name())
                .bind("bytes", upload.bytes())
                .bind("expires", upload.expiresAtMillis())
                .then();
    }

    /** One of this user's that has not expired. */
    Mono<Upload> find(String tenant, String owner, String media, long nowMillis) {
        return database.sql(SELECT + ONE + " AND owner = :owner AND expires_at > :now")
                .bind("tenant", tenant)
                .bind("media", media)
                .bind("owner", owner)
                .bind("now", nowMillis)
                .map(UploadRepository::read)
                .one();
    }

    Flux<Upload> findExpired(long nowMillis, int limit) {
        return database.sql(
                        SELECT + " WHERE expires_at <= :now AND writer_until <= :now ORDER BY expires_at LIMIT :limit")
                .bind("now", nowMillis)
                .bind("limit", limit)
                .map(UploadRepository::read)
                .all();
    }

    /**
     * Makes this writer the one that writes, when nobody else does. The upload expires when it says from now on.
     *
     * @param untilMillis when others may write if nothing is heard of this writer
     */
    Mono<Boolean> claim(Upload upload, String writer, long nowMillis, long untilMillis) {
        return changed(bind(
                        database.sql("UPDATE media_upload SET writer = :writer, writer_until = :until,"
                                + " expires_at = :expires" + ONE
                                + " AND (writer_until <= :now OR writer = :writer)"),
                        upload)
                .bind("writer", writer)
                .bind("until", untilMillis)
                .bind("expires", upload.expiresAtMillis())
                .bind("now", nowMillis));
    }

    /** Others may write. */
    Mono<Void> release(Upload upload, String writer) {
        return bind(database.sql("UPDATE media_upload SET writer_until = 0" + ONE + " AND writer = :writer"), upload)
                .bind("writer", writer)
                .then();
    }

    /** True when it was there. */
    Mono<Boolean> delete(Upload upload) {
        return changed(bind(database.sql("DELETE FROM media_upload" + ONE), upload));
    }

    private static DatabaseClient.GenericExecuteSpec bind(DatabaseClient.GenericExecuteSpec statement, Upload upload) {
        return statement.bind("tenant", upload.tenant()).bind("media", upload.id());
    }

    private static Mono<Boolean> changed(DatabaseClient.GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().map(rows -> rows > 0);
    }

    private static Upload read(Readable row) {
        return new Upload(
                text(row, "tenant"),
                text(row, "media"),
                text(row, "owner"),
                text(row, "name"),
                Objects.requireNonNull(row.get("bytes", Long.class)),
                Objects.requireNonNull(row.get("expires_at", Long.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
