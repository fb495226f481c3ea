package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.sql.Rows;
import java.util.Collection;
import java.util.List;
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

    /** Makes the conversation; true when it was not there before. */
    public Mono<Boolean> create(ConversationKey key, long nowMillis) {
        return conversations.insertConversation(key, nowMillis);
    }

    /** Of these users those who are in. */
    public Mono<List<String>> present(ConversationKey key, Collection<String> users) {
        return Flux.fromIterable(users)
                .buffer(ROWS_PER_STATEMENT)
                .concatMap(some -> database.sql("SELECT user_id FROM conversation_member WHERE tenant = :tenant"
                                + " AND conversation = :conversation AND user_id IN (:users)"
                                + " AND leave_sequence IS NULL")
                        .bind("tenant", key.tenant())
                        .bind("conversation", key.conversation())
                        .bind("users", some)
                        .map(row -> ConversationRepository.text(row.get("user_id", String.class)))
                        .all())
                .collectList();
    }

    /** Who is in now, in the order of their ids, after one of them. */
    public Mono<List<String>> page(ConversationKey key, String after, int limit) {
        return conversations.membersOf(key, after, limit).collectList();
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

    /** Lets a member go: they see nothing beyond this sequence. True when they were in. */
    public Mono<Boolean> leave(ConversationKey key, String user, long leaveSequence) {
        return database.sql("UPDATE conversation_member SET leave_sequence = :leave WHERE tenant = :tenant"
                        + " AND conversation = :conversation AND user_id = :user AND leave_sequence IS NULL")
                .bind("leave", leaveSequence)
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
}
