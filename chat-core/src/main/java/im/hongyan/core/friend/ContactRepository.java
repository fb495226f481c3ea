package im.hongyan.core.friend;

import im.hongyan.core.friend.Contact.Friendship;
import im.hongyan.core.friend.Contact.Request;
import im.hongyan.core.friend.Contact.State;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.wire.Ids;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code contact}. Written only by who holds the owner's row of {@code friend_list}. */
@Repository
class ContactRepository {
    private static final String SEPARATOR = "\n";
    private static final String SELECT = "SELECT tenant, conversation, owner, version, friend_since, remark, labels,"
            + " blocked_since, request, greeting, asked_at, expires_at FROM contact WHERE ";

    private final DatabaseClient database;

    ContactRepository(DatabaseClient database) {
        this.database = database;
    }

    /** What is stored of two users, at most a row of each. */
    Flux<Contact> pair(ConversationKey key) {
        return database.sql(SELECT + "tenant = :tenant AND conversation = :conversation")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .map(ContactRepository::read)
                .all();
    }

    /** What came to be so after this version, in the order of versions; removals too. */
    Flux<Contact> after(String tenant, String owner, long version, int limit) {
        return database.sql(SELECT + "tenant = :tenant AND owner = :owner AND version > :version"
                        + " ORDER BY version LIMIT :limit")
                .bind("tenant", tenant)
                .bind("owner", owner)
                .bind("version", version)
                .bind("limit", limit)
                .map(ContactRepository::read)
                .all();
    }

    /** Whom the owner has blocked; the latest first. */
    Flux<Contact> blocked(String tenant, String owner) {
        return database.sql(SELECT + "tenant = :tenant AND owner = :owner AND blocked_since > 0"
                        + " ORDER BY blocked_since DESC, conversation")
                .bind("tenant", tenant)
                .bind("owner", owner)
                .map(ContactRepository::read)
                .all();
    }

    /** Requests of the owner and to them that have not run out; the latest first. */
    Flux<Contact> asked(String tenant, String owner, long nowMillis) {
        return database.sql(SELECT + "tenant = :tenant AND owner = :owner AND expires_at > :now"
                        + " ORDER BY asked_at DESC, conversation")
                .bind("tenant", tenant)
                .bind("owner", owner)
                .bind("now", nowMillis)
                .map(ContactRepository::read)
                .all();
    }

    /** Those whose request has run out, of everybody; the oldest first. */
    Flux<Contact> runOut(long nowMillis, int limit) {
        return database.sql(SELECT + "expires_at > 0 AND expires_at <= :now ORDER BY expires_at LIMIT :limit")
                .bind("now", nowMillis)
                .bind("limit", limit)
                .map(ContactRepository::read)
                .all();
    }

    /** Those in which nothing has been left since before this time, of everybody. */
    Flux<Contact> removedBefore(long millis, int limit) {
        return database.sql(SELECT + "removed_at > 0 AND removed_at < :before ORDER BY removed_at LIMIT :limit")
                .bind("before", millis)
                .bind("limit", limit)
                .map(ContactRepository::read)
                .all();
    }

    Mono<Void> insert(Contact contact, long nowMillis) {
        return bind(
                        database.sql("INSERT INTO contact (tenant, conversation, owner, version, friend_since, remark,"
                                + " labels, blocked_since, request, greeting, asked_at, expires_at, removed_at)"
                                + " VALUES (:tenant, :conversation, :owner, :version, :friend, :remark, :labels,"
                                + " :blocked, :request, :greeting, :asked, :expires, :removed)"),
                        contact,
                        nowMillis)
                .then();
    }

    Mono<Void> update(Contact contact, long nowMillis) {
        return bind(
                        database.sql("UPDATE contact SET version = :version, friend_since = :friend, remark = :remark,"
                                + " labels = :labels, blocked_since = :blocked, request = :request,"
                                + " greeting = :greeting, asked_at = :asked, expires_at = :expires,"
                                + " removed_at = :removed WHERE tenant = :tenant AND conversation = :conversation"
                                + " AND owner = :owner"),
                        contact,
                        nowMillis)
                .then();
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, Contact contact, long nowMillis) {
        State state = contact.state();
        return statement
                .bind("tenant", contact.tenant())
                .bind("conversation", contact.conversation().conversation())
                .bind("owner", contact.owner())
                .bind("version", contact.version())
                .bind("friend", state.friendship().sinceMillis())
                .bind("remark", state.friendship().remark())
                .bind("labels", String.join(SEPARATOR, state.friendship().labels()))
                .bind("blocked", state.blockedSinceMillis())
                .bind("request", state.request().kind().name())
                .bind("greeting", state.request().greeting())
                .bind("asked", state.request().askedAtMillis())
                .bind("expires", state.request().expiresAtMillis())
                .bind("removed", state.isNone() ? nowMillis : 0);
    }

    /** True when it was still as it is here. */
    Mono<Boolean> delete(Contact removed) {
        return database.sql("DELETE FROM contact WHERE tenant = :tenant AND conversation = :conversation"
                        + " AND owner = :owner AND version = :version AND removed_at > 0")
                .bind("tenant", removed.tenant())
                .bind("conversation", removed.conversation().conversation())
                .bind("owner", removed.owner())
                .bind("version", removed.version())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private static Contact read(Readable row) {
        String owner = text(row, "owner");
        return new Contact(
                text(row, "tenant"),
                owner,
                Objects.requireNonNull(Ids.peerOf(text(row, "conversation"), owner)),
                number(row, "version"),
                new State(
                        new Friendship(number(row, "friend_since"), text(row, "remark"), labels(text(row, "labels"))),
                        number(row, "blocked_since"),
                        new Request(
                                Request.Kind.valueOf(text(row, "request")),
                                text(row, "greeting"),
                                number(row, "asked_at"),
                                number(row, "expires_at"))));
    }

    private static List<String> labels(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
