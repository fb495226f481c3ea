package im.hongyan.core.account.user;

import im.hongyan.core.account.user.Profile.Change;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code user_profile}. */
@Repository
public class ProfileRepository {
    private static final String INSERT = " INTO user_profile"
            + " (tenant, user_id, display_name, avatar, about, changed_at, id_key, name_key)"
            + " VALUES (:tenant, :user, :name, :avatar, :about, :now, :idKey, :nameKey)";
    private static final String SELECT =
            "SELECT tenant, user_id, display_name, avatar, about, changed_at FROM user_profile WHERE tenant = :tenant";

    /** Greater than every byte of UTF-8. */
    private static final byte IN_NO_TEXT = (byte) 0xFF;

    private final DatabaseClient database;

    public ProfileRepository(DatabaseClient database) {
        this.database = database;
    }

    /** The first name of a user who has none yet; who has one keeps it. */
    public Mono<Void> introduce(String tenant, String user, String name, long nowMillis) {
        return insert("INSERT IGNORE" + INSERT, tenant, user, new Change(name, null, null), nowMillis);
    }

    /** What the user did not say before and does not say now is as {@link Profile#unsaid}. */
    Mono<Void> change(String tenant, String user, Change change, long nowMillis) {
        List<String> changed = new ArrayList<>(List.of("changed_at"));
        if (change.name() != null) {
            changed.addAll(List.of("display_name", "name_key"));
        }
        if (change.avatar() != null) {
            changed.add("avatar");
        }
        if (change.about() != null) {
            changed.add("about");
        }
        List<String> set = changed.stream()
                .map(column -> column + " = VALUES(" + column + ')')
                .toList();
        String sql = "INSERT" + INSERT + " ON DUPLICATE KEY UPDATE " + String.join(", ", set);
        return insert(sql, tenant, user, change, nowMillis);
    }

    private Mono<Void> insert(String sql, String tenant, String user, Change change, long nowMillis) {
        Profile unsaid = Profile.unsaid(tenant, user);
        String name = Objects.requireNonNullElse(change.name(), unsaid.name());
        return database.sql(sql)
                .bind("tenant", tenant)
                .bind("user", user)
                .bind("name", name)
                .bind("avatar", Objects.requireNonNullElse(change.avatar(), unsaid.avatar()))
                .bind("about", Objects.requireNonNullElse(change.about(), unsaid.about()))
                .bind("now", nowMillis)
                .bind("idKey", bytes(Profile.key(user)))
                .bind("nameKey", bytes(Profile.key(name)))
                .then();
    }

    Mono<Profile> find(String tenant, String user) {
        return database.sql(SELECT + " AND user_id = :user")
                .bind("tenant", tenant)
                .bind("user", user)
                .map(ProfileRepository::read)
                .one();
    }

    Flux<Profile> find(String tenant, Collection<String> users) {
        if (users.isEmpty()) {
            return Flux.empty();
        }
        return database.sql(SELECT + " AND user_id IN (:users)")
                .bind("tenant", tenant)
                .bind("users", List.copyOf(users))
                .map(ProfileRepository::read)
                .all();
    }

    /** Whose id begins with this key, in the order of their ids. */
    Flux<Profile> findById(String tenant, String key, int limit) {
        return findBy("id_key", tenant, key, limit);
    }

    /** Whose name begins with this key, in the order of their names. */
    Flux<Profile> findByName(String tenant, String key, int limit) {
        return findBy("name_key", tenant, key, limit);
    }

    /** In the order of the index, so that nothing is sorted however many there are. */
    private Flux<Profile> findBy(String column, String tenant, String key, int limit) {
        byte[] first = bytes(key);
        byte[] behind = Arrays.copyOf(first, first.length + 1);
        behind[first.length] = IN_NO_TEXT;
        return database.sql(SELECT + " AND " + column + " >= :first AND " + column + " < :behind" + " ORDER BY tenant, "
                        + column + ", user_id LIMIT :limit")
                .bind("tenant", tenant)
                .bind("first", first)
                .bind("behind", behind)
                .bind("limit", limit)
                .map(ProfileRepository::read)
                .all();
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static Profile read(Readable row) {
        return new Profile(
                text(row, "tenant"),
                text(row, "user_id"),
                text(row, "display_name"),
                text(row, "avatar"),
                text(row, "about"),
                Instant.ofEpochMilli(Objects.requireNonNull(row.get("changed_at", Long.class))));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
