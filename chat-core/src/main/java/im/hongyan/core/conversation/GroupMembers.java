package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.sql.Rows;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Changes who is in a group's conversation. Writes within the caller's transaction; after its commit the caller says
 * {@link #changed}, so that this core sees the change at once.
 */
@Repository
public class GroupMembers {
    private static final int ROWS_PER_STATEMENT = 100;
    private static final String MEMBERS = "SELECT m.user_id, m.role, m.muted_until FROM conversation_member m"
            + " JOIN conversation c ON c.tenant = m.tenant AND c.conversation = m.conversation"
            + " WHERE m.tenant = :tenant AND m.conversation = :conversation AND m.leave_sequence IS NULL"
            + " AND c.dissolved_at = 0";

    private final DatabaseClient database;
    private final ConversationRepository conversations;
    private final ConversationService service;
    private final ListenerDirectory listeners;

    GroupMembers(
            DatabaseClient database,
            ConversationRepository conversations,
            ConversationService service,
            ListenerDirectory listeners) {
        this.database = database;
        this.conversations = conversations;
        this.service = service;
        this.listeners = listeners;
    }

    /** What members are; who stands higher comes later. */
    public enum Role {
        MEMBER,
        ADMIN,
        OWNER
    }

    /** One who is in; {@code mutedUntilMillis} 0: never muted. */
    public record Member(String user, Role role, long mutedUntilMillis) {}

    /** Until when a mute lasts, as of now; 0: it is lifted. */
    public record Mute(long untilMillis, long nowMillis) {
        /** When they may speak: now, unless later. */
        long endMillis() {
            return Math.max(untilMillis, nowMillis);
        }
    }

    /** Makes the conversation; true when it was not there before. */
    public Mono<Boolean> create(ConversationKey key, long nowMillis) {
        return conversations.insertConversation(key, nowMillis);
    }

    /** Of these users those who are in, and what they are; nobody is in what was dissolved. */
    public Mono<Map<String, Role>> roles(ConversationKey key, Collection<String> users) {
        return Flux.fromIterable(users)
                .buffer(ROWS_PER_STATEMENT)
                .concatMap(some -> database.sql(MEMBERS + " AND m.user_id IN (:users)")
                        .bind("tenant", key.tenant())
                        .bind("conversation", key.conversation())
                        .bind("users", some)
                        .map(GroupMembers::member)
                        .all())
                .collectMap(Member::user, Member::role);
    }

    /** Who is in now, in the order of their ids, after one of them. */
    public Mono<List<Member>> page(ConversationKey key, String after, int limit) {
        return database.sql(MEMBERS + " AND m.user_id > :after ORDER BY m.user_id LIMIT :limit")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("after", after)
                .bind("limit", limit)
                .map(GroupMembers::member)
                .all()
                .collectList();
    }

    private static Member member(Readable row) {
        return new Member(
                ConversationRepository.text(row.get("user_id", String.class)),
                Role.valueOf(ConversationRepository.text(row.get("role", String.class))),
                ConversationRepository.number(row.get("muted_until", Long.class)));
    }

    /** Makes a member what they are from now on. */
    public Mono<Void> setRole(ConversationKey key, String user, Role role) {
        return database.sql("UPDATE conversation_member SET role = :role WHERE tenant = :tenant"
                        + " AND conversation = :conversation AND user_id = :user")
                .bind("role", role.name())
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("user", user)
                .then();
    }

    /** Mutes a member. True when that changes from when they may speak. */
    public Mono<Boolean> mute(ConversationKey key, String user, Mute mute) {
        return mute(
                database.sql("UPDATE conversation_member SET muted_until = :until WHERE tenant = :tenant"
                                + " AND conversation = :conversation AND user_id = :user"
                                + " AND GREATEST(muted_until, :now) <> :end")
                        .bind("user", user),
                key,
                mute);
    }

    /** Mutes all but the owner and the admins. True when that changes from when they may speak. */
    public Mono<Boolean> muteAll(ConversationKey key, Mute mute) {
        return mute(
                database.sql("UPDATE conversation SET muted_until = :until WHERE tenant = :tenant"
                        + " AND conversation = :conversation AND GREATEST(muted_until, :now) <> :end"),
                key,
                mute);
    }

    private static Mono<Boolean> mute(DatabaseClient.GenericExecuteSpec update, ConversationKey key, Mute mute) {
        return update.bind("until", mute.untilMillis())
                .bind("now", mute.nowMillis())
                .bind("end", mute.endMillis())
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Until when all but the owner and the admins are muted; 0: they never were. */
    public Mono<Long> mutedUntil(ConversationKey key) {
        return database.sql("SELECT muted_until FROM conversation WHERE tenant = :tenant"
                        + " AND conversation = :conversation")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .map(row -> ConversationRepository.number(row.get("muted_until", Long.class)))
                .one();
    }

    /** Ends the group for everybody: they read what they could, nobody sends any more. One row, whatever its members. */
    public Mono<Void> dissolve(ConversationKey key, long nowMillis) {
        return database.sql("UPDATE conversation SET dissolved_at = :now WHERE tenant = :tenant"
                        + " AND conversation = :conversation")
                .bind("now", nowMillis)
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .then();
    }

    /** How many are in. */
    public Mono<Long> count(ConversationKey key) {
        return database.sql("SELECT COUNT(*) AS members FROM conversation_member WHERE tenant = :tenant"
                        + " AND conversation = :conversation AND leave_sequence IS NULL")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .map(row -> ConversationRepository.number(row.get("members", Long.class)))
                .one();
    }

    /** Lets users in who are not: they see what comes after this sequence. Who comes again sees nothing of before. */
    public Mono<Void> join(ConversationKey key, List<String> users, long joinSequence, long nowMillis) {
        return Flux.fromIterable(users)
                .buffer(ROWS_PER_STATEMENT)
                .concatMap(some -> insert(key, some, joinSequence, nowMillis))
                .then();
    }

    private Mono<Long> insert(ConversationKey key, List<String> users, long joinSequence, long nowMillis) {
        DatabaseClient.GenericExecuteSpec statement = database.sql("INSERT INTO conversation_member"
                        + " (tenant, conversation, user_id, join_sequence, leave_sequence, joined_at) VALUES "
                        + Rows.values("(:tenant, :conversation, :user%1$d, :join, NULL, :now)", users.size())
                        + " ON DUPLICATE KEY UPDATE join_sequence = VALUES(join_sequence), leave_sequence = NULL,"
                        + " joined_at = VALUES(joined_at)")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("join", joinSequence)
                .bind("now", nowMillis);
        for (int i = 0; i < users.size(); i++) {
            statement = statement.bind("user" + i, users.get(i));
        }
        return statement.fetch().rowsUpdated();
    }

    /** Lets a member go: they see nothing beyond this sequence and are nothing more. True when they were in. */
    public Mono<Boolean> leave(ConversationKey key, String user, long leaveSequence) {
        return database.sql("UPDATE conversation_member SET leave_sequence = :leave, role = :role"
                        + " WHERE tenant = :tenant AND conversation = :conversation AND user_id = :user"
                        + " AND leave_sequence IS NULL")
                .bind("leave", leaveSequence)
                .bind("role", Role.MEMBER.name())
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("user", user)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Moves the end of what ex-members see up to the message that says they left; without effect on who came again. */
    public Mono<Void> leftWith(ConversationKey key, Collection<String> users, long leaveSequence) {
        return database.sql("UPDATE conversation_member SET leave_sequence = :leave WHERE tenant = :tenant"
                        + " AND conversation = :conversation AND user_id IN (:users)"
                        + " AND leave_sequence IS NOT NULL AND leave_sequence < :leave")
                .bind("leave", leaveSequence)
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("users", users)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** After the commit: this core forgets what it knew of these users and the group. */
    public void changed(ConversationKey key, Collection<String> users) {
        users.forEach(user -> service.forget(key, user));
        listeners.forget(key);
    }

    /** After the commit: this core forgets what it knew of everybody in the group. */
    public void changed(ConversationKey key) {
        service.forget(key);
    }
}
