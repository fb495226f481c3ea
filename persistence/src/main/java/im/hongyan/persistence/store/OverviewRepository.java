package im.hongyan.persistence.store;

import com.google.protobuf.ByteString;
import im.hongyan.persistence.log.Activity;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Overview;
import im.hongyan.persistence.log.View;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Table {@code mention}, and what lists of conversations ask of the log: many conversations a statement, of each a number of rows
 * that does not grow with it. They are read in the order of the whole key, because the embedded database sorts for any other.
 * Safe for concurrent use.
 */
@Component
public final class OverviewRepository {
    private static final int CONVERSATIONS_A_STATEMENT = 256;
    private static final int VIEWS_A_STATEMENT = 16;
    private static final String EVERYBODY = "";

    private static final Rows INSERT_MENTION =
            Rows.of("INSERT INTO mention (tenant, conversation, user_id, sequence) VALUES ", "(?, ?, ?, ?)", ", ", "");
    private static final Rows ACTIVITIES = Rows.of(
            "SELECT conversation, settled, active_sequence, active_at FROM conversation_head"
                    + " WHERE tenant = ? AND conversation IN (",
            "?",
            ", ",
            ")");
    private static final String OF_VIEW = " WHERE tenant = ? AND conversation = ? AND sequence > ? AND sequence <= ?";
    private static final Rows LAST = Rows.of(
            "",
            "(SELECT conversation, body FROM message" + OF_VIEW + " AND (counted = 1 OR sender = '')"
                    + " ORDER BY tenant DESC, conversation DESC, sequence DESC LIMIT 1)",
            " UNION ALL ",
            "");
    private static final Rows UNREAD = Rows.of(
            "",
            "(SELECT MAX(conversation), COUNT(*) FROM (SELECT conversation, sender, counted FROM message" + OF_VIEW
                    + " ORDER BY tenant DESC, conversation DESC, sequence DESC LIMIT ?) newest"
                    + " WHERE counted = 1 AND sender <> ? HAVING COUNT(*) > 0)",
            " UNION ALL ",
            "");
    private static final Rows MENTIONED = Rows.of(
            "",
            "(SELECT conversation, sequence FROM mention n" + OF_VIEW + " AND user_id = ? AND EXISTS (SELECT 1"
                    + " FROM message m WHERE m.tenant = n.tenant AND m.conversation = n.conversation"
                    + " AND m.sequence = n.sequence AND m.counted = 1 AND m.sender <> ?)"
                    + " ORDER BY tenant, conversation, user_id, sequence LIMIT 1)",
            " UNION ALL ",
            "");

    private final Database database;

    OverviewRepository(Database database) {
        this.database = database;
    }

    /** Who asks, and how many of the newest messages above a cursor are looked at. */
    public record Reader(String tenant, String user, int lookedAt) {}

    private record Mention(ConversationKey conversation, String user, long sequence) {}

    Mono<Void> insertMentions(Connection connection, List<LogEntry> entries) {
        List<Mention> mentions = new ArrayList<>();
        for (LogEntry entry : entries) {
            for (String user : new LinkedHashSet<>(entry.event().getMentionsList())) {
                mentions.add(new Mention(entry.conversation(), user, entry.sequence()));
            }
        }
        return Flux.fromIterable(Rows.cut(mentions))
                .concatMap(piece -> {
                    Statement statement = connection.createStatement(INSERT_MENTION.text(piece.size()));
                    int index = 0;
                    for (Mention mention : piece) {
                        statement
                                .bind(index++, mention.conversation().tenant())
                                .bind(index++, mention.conversation().conversation())
                                .bind(index++, mention.user())
                                .bind(index++, mention.sequence());
                    }
                    return Database.execute(statement);
                })
                .then();
    }

    /** How far these conversations of one tenant go; absent where nothing is stored. */
    public Mono<Map<String, Activity>> activities(String tenant, Collection<String> conversations) {
        return database.read(connection -> activities(connection, tenant, conversations));
    }

    /** What a reader sees of conversations, each named once. */
    public Mono<Map<String, Overview>> overviews(Reader reader, List<View> views) {
        List<String> conversations = views.stream().map(View::conversation).toList();
        return database.read(connection -> activities(connection, reader.tenant(), conversations)
                .flatMap(known -> overviews(connection, reader, views, known)));
    }

    private static Mono<Map<String, Overview>> overviews(
            Connection connection, Reader reader, List<View> views, Map<String, Activity> known) {
        List<View> shown = views.stream()
                .map(view -> shown(view, known.getOrDefault(view.conversation(), Activity.NONE)))
                .filter(view -> !view.isEmpty())
                .toList();
        List<View> unread =
                shown.stream().map(View::unread).filter(view -> !view.isEmpty()).toList();
        // One after the other: a connection does one thing at a time.
        return lasts(connection, reader, shown)
                .flatMap(lasts -> counts(connection, reader, unread)
                        .flatMap(counts -> mentions(connection, reader, unread)
                                .map(mentions -> views.stream()
                                        .map(View::conversation)
                                        .distinct()
                                        .collect(Collectors.toMap(
                                                Function.identity(),
                                                conversation -> new Overview(
                                                        known.getOrDefault(conversation, Activity.NONE)
                                                                .settled(),
                                                        lasts.getOrDefault(conversation, ByteString.EMPTY),
                                                        counts.getOrDefault(conversation, 0L)
                                                                .intValue(),
                                                        mentions.getOrDefault(conversation, 0L)))))));
    }

    /** What lists show of a view: nothing above the newest message that they do. */
    private static View shown(View view, Activity activity) {
        return view.within(Math.min(activity.settled(), activity.shown()));
    }

    private static Mono<Map<String, Activity>> activities(
            Connection connection, String tenant, Collection<String> conversations) {
        return Flux.fromIterable(Rows.cutAndPad(new ArrayList<>(conversations), CONVERSATIONS_A_STATEMENT))
                .concatMap(piece -> {
                    Statement statement = connection
                            .createStatement(ACTIVITIES.text(piece.size()))
                            .bind(0, tenant);
                    for (int i = 0; i < piece.size(); i++) {
                        statement.bind(i + 1, piece.get(i));
                    }
                    return statement.execute();
                })
                .concatMap(result -> result.map((row, metadata) -> Map.entry(
                        Columns.text(row, 0),
                        new Activity(Columns.number(row, 1), Columns.number(row, 2), Columns.number(row, 3)))))
                .collect(HashMap::new, (all, one) -> all.put(one.getKey(), one.getValue()));
    }

    private static Mono<Map<String, ByteString>> lasts(Connection connection, Reader reader, List<View> views) {
        return select(connection, LAST, parameters(reader, views), Columns::bytes, (one, same) -> one);
    }

    private static Mono<Map<String, Long>> counts(Connection connection, Reader reader, List<View> views) {
        List<List<Object>> parameters = parameters(reader, views, reader.lookedAt(), reader.user());
        return select(connection, UNREAD, parameters, Columns::number, (one, same) -> one);
    }

    private static Mono<Map<String, Long>> mentions(Connection connection, Reader reader, List<View> views) {
        List<List<Object>> parameters = new ArrayList<>(parameters(reader, views, reader.user(), reader.user()));
        parameters.addAll(parameters(reader, views, EVERYBODY, reader.user()));
        return select(connection, MENTIONED, parameters, Columns::number, Math::min);
    }

    private static List<List<Object>> parameters(Reader reader, List<View> views, Object... more) {
        return views.stream()
                .map(view -> Stream.concat(
                                Stream.<Object>of(reader.tenant(), view.conversation(), view.after(), view.until()),
                                Stream.of(more))
                        .toList())
                .toList();
    }

    /** The second column by the first, merged where it comes more than once. */
    private static <V> Mono<Map<String, V>> select(
            Connection connection,
            Rows rows,
            List<List<Object>> parameters,
            BiFunction<Row, Integer, V> value,
            BinaryOperator<V> merge) {
        return Flux.fromIterable(Rows.cutAndPad(parameters, VIEWS_A_STATEMENT))
                .concatMap(piece -> {
                    Statement statement = connection.createStatement(rows.text(piece.size()));
                    int index = 0;
                    for (List<Object> row : piece) {
                        for (Object parameter : row) {
                            statement.bind(index++, parameter);
                        }
                    }
                    return statement.execute();
                })
                .concatMap(
                        result -> result.map((row, metadata) -> Map.entry(Columns.text(row, 0), value.apply(row, 1))))
                .collect(HashMap::new, (all, one) -> all.merge(one.getKey(), one.getValue(), merge));
    }
}
