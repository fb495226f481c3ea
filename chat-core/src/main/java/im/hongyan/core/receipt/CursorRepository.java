package im.hongyan.core.receipt;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.sql.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The tables {@code received_cursor} and {@code read_cursor}. A cursor in the table never moves back. */
@Repository
class CursorRepository {
    private final DatabaseClient database;

    CursorRepository(DatabaseClient database) {
        this.database = database;
    }

    /** Moves the cursors forward; repeatable. In the order of the keys, so that two writers do not wait for each other. */
    Mono<Void> advance(Map<Fact, Long> cursors) {
        List<Map.Entry<Fact, Long>> received = new ArrayList<>();
        List<Map.Entry<Fact, Long>> read = new ArrayList<>();
        for (Map.Entry<Fact, Long> cursor : cursors.entrySet()) {
            switch (cursor.getKey()) {
                case Fact.Received device -> received.add(cursor);
                case Fact.Read user -> read.add(cursor);
            }
        }
        return Flux.concat(
                        inStatements(received).concatMap(this::advanceReceived),
                        inStatements(read).concatMap(this::advanceRead))
                .then();
    }

    private static Flux<List<Map.Entry<Fact, Long>>> inStatements(List<Map.Entry<Fact, Long>> cursors) {
        cursors.sort(Comparator.comparing(cursor -> cursor.getKey().toString()));
        return Flux.fromIterable(Rows.inStatements(cursors));
    }

    private Mono<Long> advanceReceived(List<Map.Entry<Fact, Long>> cursors) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(upsert(
                "received_cursor (tenant, conversation, user_id, device, up_to)",
                "(:t%1$d, :c%1$d, :u%1$d, :d%1$d, :s%1$d)",
                cursors.size()));
        for (int i = 0; i < cursors.size(); i++) {
            Fact fact = cursors.get(i).getKey();
            statement = bind(statement, i, fact, cursors.get(i).getValue());
            if (fact instanceof Fact.Received received) {
                statement = statement.bind("d" + i, received.device());
            }
        }
        return statement.fetch().rowsUpdated();
    }

    private Mono<Long> advanceRead(List<Map.Entry<Fact, Long>> cursors) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(upsert(
                "read_cursor (tenant, conversation, user_id, up_to)",
                "(:t%1$d, :c%1$d, :u%1$d, :s%1$d)",
                cursors.size()));
        for (int i = 0; i < cursors.size(); i++) {
            statement =
                    bind(statement, i, cursors.get(i).getKey(), cursors.get(i).getValue());
        }
        return statement.fetch().rowsUpdated();
    }

    private static String upsert(String columns, String row, int rows) {
        return "INSERT INTO " + columns + " VALUES " + Rows.values(row, rows)
                + " ON DUPLICATE KEY UPDATE up_to = GREATEST(up_to, VALUES(up_to))";
    }

    private static DatabaseClient.GenericExecuteSpec bind(
            DatabaseClient.GenericExecuteSpec statement, int row, Fact fact, long upTo) {
        return statement
                .bind("t" + row, fact.conversation().tenant())
                .bind("c" + row, fact.conversation().conversation())
                .bind("u" + row, fact.user())
                .bind("s" + row, upTo);
    }

    /** How far the user and, in direct conversations, the peer have read. */
    Mono<Map<Fact, Long>> read(String tenant, String user, Collection<String> conversations) {
        return database.sql("SELECT conversation, user_id, up_to FROM read_cursor WHERE tenant = :tenant"
                        + " AND conversation IN (:conversations) AND (user_id = :user OR conversation LIKE 'd:%')")
                .bind("tenant", tenant)
                .bind("conversations", conversations)
                .bind("user", user)
                .map(row -> Map.entry(
                        new Fact.Read(
                                new ConversationKey(
                                        tenant, Objects.requireNonNull(row.get("conversation", String.class))),
                                Objects.requireNonNull(row.get("user_id", String.class))),
                        Objects.requireNonNull(row.get("up_to", Long.class))))
                .all()
                .collect(HashMap::new, (known, cursor) -> known.put(cursor.getKey(), cursor.getValue()));
    }

    /** How far anybody else's devices have got in these direct conversations; absent where nothing was received. */
    Mono<Map<String, Long>> receivedByPeers(String tenant, String user, Collection<String> conversations) {
        return database.sql("SELECT conversation, MAX(up_to) AS up_to FROM received_cursor WHERE tenant = :tenant"
                        + " AND conversation IN (:conversations) AND conversation LIKE 'd:%' AND user_id <> :user"
                        + " GROUP BY conversation")
                .bind("tenant", tenant)
                .bind("conversations", conversations)
                .bind("user", user)
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("conversation", String.class)),
                        Objects.requireNonNull(row.get("up_to", Long.class))))
                .all()
                .collect(HashMap::new, (known, cursor) -> known.put(cursor.getKey(), cursor.getValue()));
    }
}
