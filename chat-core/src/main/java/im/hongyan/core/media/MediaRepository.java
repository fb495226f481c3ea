package im.hongyan.core.media;

import im.hongyan.core.media.Media.Size;
import im.hongyan.core.media.Media.Thumbnail;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables {@code media} and {@code media_conversation}. */
@Repository
public class MediaRepository {
    private static final String SELECT =
            "SELECT f.tenant, f.media, f.owner, f.name, f.mime, f.bytes, f.width, f.height,"
                    + " f.thumbnail_mime, f.thumbnail_bytes, f.thumbnail_width, f.thumbnail_height FROM media f";
    private static final String KEPT = " WHERE f.tenant = :tenant AND f.media = :media AND f.gone_at = 0";
    private static final Size NONE = new Size(0, 0);

    private final DatabaseClient database;

    public MediaRepository(DatabaseClient database) {
        this.database = database;
    }

    /** A new one, which no message carries. */
    public Mono<Void> insert(Media media, long nowMillis) {
        Size size = Objects.requireNonNullElse(media.picture(), NONE);
        Thumbnail thumbnail = Objects.requireNonNullElse(media.thumbnail(), new Thumbnail("", 0, NONE));
        return database.sql("INSERT INTO media (tenant, media, owner, name, mime, bytes, width, height,"
                        + " thumbnail_mime, thumbnail_bytes, thumbnail_width, thumbnail_height,"
                        + " created_at, used_at, gone_at)"
                        + " VALUES (:tenant, :media, :owner, :name, :mime, :bytes, :width, :height,"
                        + " :thumbnailMime, :thumbnailBytes, :thumbnailWidth, :thumbnailHeight, :now, 0, 0)")
                .bind("tenant", media.tenant())
                .bind("media", media.id())
                .bind("owner", media.owner())
                .bind("name", media.name())
                .bind("mime", media.mime())
                .bind("bytes", media.bytes())
                .bind("width", size.width())
                .bind("height", size.height())
                .bind("thumbnailMime", thumbnail.mime())
                .bind("thumbnailBytes", thumbnail.bytes())
                .bind("thumbnailWidth", thumbnail.size().width())
                .bind("thumbnailHeight", thumbnail.size().height())
                .bind("now", nowMillis)
                .then();
    }

    /** Whoever asks: one that is kept. */
    public Mono<Media> find(String tenant, String media) {
        return one(tenant, media, database.sql(SELECT + KEPT));
    }

    /** One that this user may read: the owner, and who is or was where a message carries it. */
    Mono<Media> findReadable(String tenant, String user, String media) {
        return one(
                tenant,
                media,
                database.sql(SELECT + KEPT + " AND (f.owner = :user OR EXISTS (SELECT 1 FROM media_conversation c"
                                + " JOIN conversation_member m ON m.tenant = c.tenant"
                                + " AND m.conversation = c.conversation WHERE c.tenant = :tenant AND c.media = :media"
                                + " AND m.user_id = :user))")
                        .bind("user", user));
    }

    private static Mono<Media> one(String tenant, String media, DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .bind("tenant", tenant)
                .bind("media", media)
                .map(MediaRepository::read)
                .one();
    }

    /** A message of this conversation carries it from now on, and it is kept. False when it is gone. */
    Mono<Boolean> use(String tenant, String media, String conversation, long nowMillis) {
        Mono<Long> used = database.sql("UPDATE media SET used_at = :now"
                        + " WHERE tenant = :tenant AND media = :media AND used_at = 0 AND gone_at = 0")
                .bind("now", nowMillis)
                .bind("tenant", tenant)
                .bind("media", media)
                .fetch()
                .rowsUpdated();
        Mono<Long> noted = database.sql("INSERT IGNORE INTO media_conversation (tenant, media, conversation)"
                        + " VALUES (:tenant, :media, :conversation)")
                .bind("tenant", tenant)
                .bind("media", media)
                .bind("conversation", conversation)
                .fetch()
                .rowsUpdated();
        return used.then(Mono.defer(() -> find(tenant, media)))
                .flatMap(kept -> noted.thenReturn(true))
                .defaultIfEmpty(false);
    }

    // ---- those that nobody sent ------------------------------------------------------------------------------------

    /** Of those that were never sent the oldest, also such as are being deleted already. */
    Flux<Media> findUnused(long beforeMillis, int limit) {
        return database.sql(
                        SELECT + " WHERE f.used_at = 0 AND f.created_at < :before ORDER BY f.created_at LIMIT :limit")
                .bind("before", beforeMillis)
                .bind("limit", limit)
                .map(MediaRepository::read)
                .all();
    }

    /** Nobody can send or read it any more. False when it was sent meanwhile. */
    Mono<Boolean> giveUp(Media media, long nowMillis) {
        return database.sql("UPDATE media SET gone_at = CASE WHEN gone_at = 0 THEN :now ELSE gone_at + 1 END"
                        + " WHERE tenant = :tenant AND media = :media AND used_at = 0")
                .bind("now", nowMillis)
                .bind("tenant", media.tenant())
                .bind("media", media.id())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** True when it was there. */
    Mono<Boolean> delete(Media media) {
        return database.sql("DELETE FROM media WHERE tenant = :tenant AND media = :media AND gone_at > 0")
                .bind("tenant", media.tenant())
                .bind("media", media.id())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Media read(Readable row) {
        int width = number(row, "width");
        int thumbnail = number(row, "thumbnail_bytes");
        return new Media(
                text(row, "tenant"),
                text(row, "media"),
                text(row, "owner"),
                text(row, "name"),
                text(row, "mime"),
                Objects.requireNonNull(row.get("bytes", Long.class)),
                width == 0 ? null : new Size(width, number(row, "height")),
                thumbnail == 0 ? null : thumbnail(row, thumbnail));
    }

    private static Thumbnail thumbnail(Readable row, int bytes) {
        return new Thumbnail(
                text(row, "thumbnail_mime"),
                bytes,
                new Size(number(row, "thumbnail_width"), number(row, "thumbnail_height")));
    }

    private static int number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
