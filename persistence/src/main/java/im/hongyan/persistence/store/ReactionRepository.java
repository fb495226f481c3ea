package im.hongyan.persistence.store;

import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Reactions;
import im.hongyan.persistence.log.Reactions.Count;
import im.hongyan.persistence.log.Reactions.Given;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tables {@code reaction} and {@code reaction_count}. Safe for concurrent use. */
@Component
public final class ReactionRepository {
    private static final int KEYS_A_STATEMENT = 64;
    private static final String PLACE = "tenant = ? AND conversation = ? AND sequence = ?";
    private static final Rows COUNTS = Rows.of(
            "",
            "SELECT tenant, conversation, sequence, reaction, total, changed FROM reaction_count WHERE " + PLACE,
            " UNION ALL ",
            "");
    private static final String OF_KEY = PLACE + " AND reaction = ? AND user_id = ?";
    private static final Rows GIVEN = Rows.of(
            "",
            "SELECT tenant, conversation, sequence, reaction, user_id FROM reaction WHERE " + OF_KEY,
            " UNION ALL ",
            "");
    private static final Rows GIVE = Rows.of(
            "INSERT IGNORE INTO reaction (tenant, conversation, sequence, reaction, user_id) VALUES ",
            "(?, ?, ?, ?, ?)",
            ", ",
            "");
    private static final String TAKE = "DELETE FROM reaction WHERE " + OF_KEY;
    private static final Rows COUNT = Rows.of(
            "INSERT INTO reaction_count (tenant, conversation, sequence, reaction, total, changed) VALUES ",
            "(?, ?, ?, ?, ?, ?)",
            ", ",
            " ON DUPLICATE KEY UPDATE total = VALUES(total), changed = VALUES(changed)");
    private static final String DROP = "DELETE FROM reaction_count WHERE " + PLACE + " AND reaction = ?";
    private static final List<String> FORGET =
            List.of("DELETE FROM reaction WHERE " + PLACE, "DELETE FROM reaction_count WHERE " + PLACE);
    private static final String SEEN = "SELECT c.sequence, c.reaction, c.total, c.changed, g.user_id"
            + " FROM reaction_count c LEFT JOIN reaction g ON g.tenant = c.tenant AND g.conversation = c.conversation"
            + " AND g.sequence = c.sequence AND g.reaction = c.reaction AND g.user_id = ?"
            + " WHERE c.tenant = ? AND c.conversation = ? AND c.sequence >= ? AND c.sequence <= ?"
            + " ORDER BY c.tenant, c.conversation, c.sequence, c.reaction";

    private final Database database;

    ReactionRepository(Database database) {
        this.database = database;
    }

    /** A count, and whether the reader is one of them. */
    public record Seen(long sequence, String reaction, long total, long change, boolean mine) {}

    /** The counts of the messages of these numbers, both included, by number and reaction. */
    public Mono<List<Seen>> seen(ConversationKey conversation, long from, long through, String reader) {
        return database.read(connection -> Flux.from(connection
                        .createStatement(SEEN)
                        .bind(0, reader)
                        .bind(1, conversation.tenant())
                        .bind(2, conversation.conversation())
                        .bind(3, from)
                        .bind(4, through)
                        .execute())
                .concatMap(result -> result.map((row, metadata) -> new Seen(
                        Columns.number(row, 0),
                        Columns.text(row, 1),
                        Columns.number(row, 2),
                        Columns.number(row, 3),
                        row.get(4) != null)))
                .collectList());
    }

    /** All counts of these messages. */
    public Mono<List<Count>> counts(Collection<Place> places) {
        return places.isEmpty()
                ? Mono.just(List.of())
                : database.read(
                        connection -> Flux.fromIterable(Rows.cutAndPad(new ArrayList<>(places), KEYS_A_STATEMENT))
                                .concatMap(piece -> counts(connection, piece))
                                .distinct()
                                .collectList());
    }

    private static Flux<Count> counts(Connection connection, List<Place> places) {
        Statement statement = connection.createStatement(COUNTS.text(places.size()));
        int index = 0;
        for (Place place : places) {
            index = bind(statement, index, place);
        }
        return Flux.from(statement.execute())
                .concatMap(result -> result.map((row, metadata) ->
                        new Count(place(row), Columns.text(row, 3), Columns.number(row, 4), Columns.number(row, 5))));
    }

    /** Those of these that there are. */
    public Mono<Set<Given>> given(Collection<Given> keys) {
        return database.read(connection -> Flux.fromIterable(Rows.cutAndPad(new ArrayList<>(keys), KEYS_A_STATEMENT))
                .concatMap(piece -> given(connection, piece))
                .collect(HashSet::new, Set::add));
    }

    private static Flux<Given> given(Connection connection, List<Given> keys) {
        Statement statement = connection.createStatement(GIVEN.text(keys.size()));
        int index = 0;
        for (Given key : keys) {
            index = bind(statement, index, key);
        }
        return Flux.from(statement.execute())
                .concatMap(result -> result.map(
                        (row, metadata) -> new Given(place(row), Columns.text(row, 3), Columns.text(row, 4))));
    }

    Mono<Void> write(Connection connection, Reactions reactions) {
        List<Given> fresh = keys(reactions, true);
        return Flux.concat(
                        Flux.fromIterable(reactions.forgotten())
                                .concatMap(place ->
                                        Flux.fromIterable(FORGET).concatMap(sql -> execute(connection, sql, place))),
                        Flux.fromIterable(reactions.dropped()).concatMap(count -> drop(connection, count)),
                        Flux.fromIterable(keys(reactions, false)).concatMap(key -> take(connection, key)),
                        Flux.fromIterable(Rows.cut(fresh)).concatMap(piece -> give(connection, piece)),
                        Flux.fromIterable(Rows.cut(reactions.counts())).concatMap(piece -> count(connection, piece)))
                .then();
    }

    private static List<Given> keys(Reactions reactions, boolean given) {
        return reactions.given().entrySet().stream()
                .filter(key -> key.getValue() == given)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Mono<Void> execute(Connection connection, String sql, Place place) {
        Statement statement = connection.createStatement(sql);
        bind(statement, 0, place);
        return Database.execute(statement);
    }

    private static Mono<Void> drop(Connection connection, Count count) {
        Statement statement = connection.createStatement(DROP);
        int index = bind(statement, 0, count.place());
        return Database.execute(statement.bind(index, count.reaction()));
    }

    private static Mono<Void> take(Connection connection, Given key) {
        Statement statement = connection.createStatement(TAKE);
        bind(statement, 0, key);
        return Database.execute(statement);
    }

    private static Mono<Void> give(Connection connection, List<Given> keys) {
        Statement statement = connection.createStatement(GIVE.text(keys.size()));
        int index = 0;
        for (Given key : keys) {
            index = bind(statement, index, key);
        }
        return Database.execute(statement);
    }

    private static Mono<Void> count(Connection connection, List<Count> counts) {
        Statement statement = connection.createStatement(COUNT.text(counts.size()));
        int index = 0;
        for (Count count : counts) {
            index = bind(statement, index, count.place());
            statement
                    .bind(index++, count.reaction())
                    .bind(index++, (int) count.total())
                    .bind(index++, count.change());
        }
        return Database.execute(statement);
    }

    private static int bind(Statement statement, int index, Given key) {
        int next = bind(statement, index, key.place());
        statement.bind(next, key.reaction()).bind(next + 1, key.user());
        return next + 2;
    }

    private static int bind(Statement statement, int index, Place place) {
        statement
                .bind(index, place.conversation().tenant())
                .bind(index + 1, place.conversation().conversation())
                .bind(index + 2, place.sequence());
        return index + 3;
    }

    private static Place place(Row row) {
        return new Place(new ConversationKey(Columns.text(row, 0), Columns.text(row, 1)), Columns.number(row, 2));
    }
}
