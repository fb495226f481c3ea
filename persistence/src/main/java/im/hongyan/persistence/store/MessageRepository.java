package im.hongyan.persistence.store;

import com.google.protobuf.ByteString;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Identity;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.LogRow;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Rewrite;
import im.hongyan.persistence.log.Span;
import im.hongyan.persistence.log.StoredMessage;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Table {@code message}. Safe for concurrent use. */
@Component
public final class MessageRepository {
    private static final int KEYS_A_STATEMENT = 64;
    private static final int COLUMNS = 10;
    private static final Rows INSERT = Rows.of(
            "INSERT INTO message (tenant, conversation, sequence, sender, client_message_id, message_id, payload_hash,"
                    + " created_at, body, counted) VALUES ",
            "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ", ",
            "");
    private static final String OF_CLIENT_KEY =
            " FROM message WHERE tenant = ? AND conversation = ? AND sender = ? AND client_message_id = ?";
    private static final Rows STORED = Rows.of(
            "",
            "SELECT tenant, conversation, sender, client_message_id, sequence, body" + OF_CLIENT_KEY,
            " UNION ALL ",
            "");
    private static final Rows FOUND = Rows.of(
            "",
            "SELECT tenant, conversation, sender, client_message_id, sequence, message_id, created_at, payload_hash"
                    + OF_CLIENT_KEY,
            " UNION ALL ",
            "");

    private static final Rows BODIES = Rows.of(
            "",
            "SELECT tenant, conversation, sequence, body FROM message"
                    + " WHERE tenant = ? AND conversation = ? AND sequence = ?",
            " UNION ALL ",
            "");
    private static final String IN_PLACE = " WHERE tenant = ? AND conversation = ? AND sequence = ?";
    private static final String REWRITE = "UPDATE message SET body = ?" + IN_PLACE;
    private static final String SILENCE = "UPDATE message SET body = ?, counted = 0" + IN_PLACE;
    /** In the order of the whole key: the embedded database reads and sorts everything for any other. */
    private static final String READ = "SELECT sequence, body FROM message"
            + " WHERE tenant = ? AND conversation = ? AND sequence > ? AND sequence <= ? ORDER BY ";

    private static final String READ_UP = READ + "tenant, conversation, sequence LIMIT ?";
    private static final String READ_DOWN = READ + "tenant DESC, conversation DESC, sequence DESC LIMIT ?";

    private final Database database;
    private final StoreProperties properties;

    MessageRepository(Database database, StoreProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** Stores all or errors with {@link io.r2dbc.spi.R2dbcDataIntegrityViolationException}. */
    Mono<Void> insert(Connection connection, List<LogEntry> entries) {
        return Flux.fromIterable(Rows.cut(entries, entry -> entry.body().size(), properties.statementBytes()))
                .concatMap(piece -> insertPiece(connection, piece))
                .then();
    }

    /** The stored ones among the keys, with their bodies. */
    public Mono<Map<ClientKey, StoredMessage>> findStored(Collection<ClientKey> keys) {
        return select(STORED, keys, row -> new StoredMessage(keyOf(row), Columns.number(row, 4), Columns.bytes(row, 5)))
                .map(list -> byKey(list, StoredMessage::key));
    }

    /** The stored ones among the keys. */
    public Mono<Map<ClientKey, Identity>> find(Collection<ClientKey> keys) {
        return select(
                        FOUND,
                        keys,
                        row -> new Identity(
                                keyOf(row),
                                Columns.number(row, 4),
                                Columns.text(row, 5),
                                Columns.number(row, 6),
                                Columns.number(row, 7)))
                .map(list -> byKey(list, Identity::key));
    }

    /** The bodies of the messages that are in these places. Held in memory together: few places at a time. */
    public Mono<Map<Place, ByteString>> bodies(Collection<Place> places) {
        return database.read(connection -> Flux.fromIterable(Rows.cutAndPad(new ArrayList<>(places), KEYS_A_STATEMENT))
                .concatMap(piece -> Flux.from(bindPlaces(connection.createStatement(BODIES.text(piece.size())), piece)
                                .execute())
                        .concatMap(result -> result.map((row, metadata) -> Map.entry(
                                new Place(
                                        new ConversationKey(Columns.text(row, 0), Columns.text(row, 1)),
                                        Columns.number(row, 2)),
                                Columns.bytes(row, 3)))))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Puts bodies in the place of those that are there. */
    Mono<Void> rewrite(Connection connection, List<Rewrite> rewrites) {
        return Flux.fromIterable(rewrites)
                .concatMap(rewrite -> Database.execute(connection
                        .createStatement(rewrite.silent() ? SILENCE : REWRITE)
                        .bind(0, rewrite.body().toByteArray())
                        .bind(1, rewrite.place().conversation().tenant())
                        .bind(2, rewrite.place().conversation().conversation())
                        .bind(3, rewrite.place().sequence())))
                .then();
    }

    /**
     * Gives the messages of a span, in its direction, to {@code taker} until it takes no more.
     *
     * @param most rows at the most
     */
    public Mono<Void> read(Span span, int most, Predicate<LogRow> taker) {
        return database.read(connection -> Flux.from(connection
                        .createStatement(span.descending() ? READ_DOWN : READ_UP)
                        .bind(0, span.conversation().tenant())
                        .bind(1, span.conversation().conversation())
                        .bind(2, span.after())
                        .bind(3, span.through())
                        .bind(4, most)
                        .execute())
                .concatMap(result ->
                        result.map((row, metadata) -> new LogRow(Columns.number(row, 0), Columns.bytes(row, 1))))
                .takeWhile(taker)
                .then());
    }

    /** Binds bodies as arrays: the embedded driver reads a buffer on another thread and waits for it on this one. */
    private static Mono<Void> insertPiece(Connection connection, List<LogEntry> entries) {
        Statement statement = connection.createStatement(INSERT.text(entries.size()));
        int index = 0;
        for (LogEntry entry : entries) {
            ClientKey key = entry.key();
            MessageEvent event = entry.event();
            statement
                    .bind(index, key.conversation().tenant())
                    .bind(index + 1, key.conversation().conversation())
                    .bind(index + 2, entry.sequence())
                    .bind(index + 3, key.sender())
                    .bind(index + 4, key.clientMessageId())
                    .bind(index + 5, event.getMessageId())
                    .bind(index + 6, event.getPayloadHash())
                    .bind(index + 7, event.getTime())
                    .bind(index + 8, entry.body().toByteArray())
                    .bind(index + 9, event.getCounts() ? 1 : 0);
            index += COLUMNS;
        }
        return Database.execute(statement);
    }

    private <T> Mono<List<T>> select(Rows statement, Collection<ClientKey> keys, Function<Row, T> mapping) {
        if (keys.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.read(connection -> Flux.fromIterable(Rows.cutAndPad(new ArrayList<>(keys), KEYS_A_STATEMENT))
                .concatMap(piece -> Flux.from(bind(connection.createStatement(statement.text(piece.size())), piece)
                                .execute())
                        .concatMap(result -> result.map((row, metadata) -> mapping.apply(row))))
                .collectList());
    }

    private static Statement bind(Statement statement, List<ClientKey> keys) {
        int index = 0;
        for (ClientKey key : keys) {
            statement
                    .bind(index++, key.conversation().tenant())
                    .bind(index++, key.conversation().conversation())
                    .bind(index++, key.sender())
                    .bind(index++, key.clientMessageId());
        }
        return statement;
    }

    private static Statement bindPlaces(Statement statement, List<Place> places) {
        int index = 0;
        for (Place place : places) {
            statement
                    .bind(index++, place.conversation().tenant())
                    .bind(index++, place.conversation().conversation())
                    .bind(index++, place.sequence());
        }
        return statement;
    }

    private static ClientKey keyOf(Row row) {
        return new ClientKey(
                new ConversationKey(Columns.text(row, 0), Columns.text(row, 1)),
                Columns.text(row, 2),
                Columns.text(row, 3));
    }

    /** Padding repeats a key, so the same row may come more than once. */
    private static <T> Map<ClientKey, T> byKey(List<T> list, Function<T, ClientKey> key) {
        Map<ClientKey, T> map = new HashMap<>();
        list.forEach(item -> map.put(key.apply(item), item));
        return map;
    }
}
