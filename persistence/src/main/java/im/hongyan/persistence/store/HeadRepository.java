package im.hongyan.persistence.store;

import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Reactions;
import im.hongyan.persistence.log.Rewrite;
import im.hongyan.persistence.log.VoidRange;
import im.hongyan.persistence.timeline.Range;
import im.hongyan.persistence.timeline.Timeline;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tables {@code conversation_head} and {@code void_range}: what is taken, beside the messages. Safe for concurrent use. */
@Component
public final class HeadRepository {
    private static final int CONVERSATIONS_A_STATEMENT = 256;
    private static final String HEAD =
            "SELECT tenant, conversation, settled, top, shard, rewritten, reacted_first, reacted_last, reactions"
                    + " FROM conversation_head WHERE ";
    private static final Rows HEADS = Rows.of(HEAD + "tenant = ? AND conversation IN (", "?", ", ", ")");
    private static final String UNSETTLED = HEAD + "unsettled > 0 ORDER BY tenant, conversation LIMIT ?";
    private static final Rows UPSERT = Rows.of(
            "INSERT INTO conversation_head (tenant, conversation, settled, top, unsettled, shard, active_sequence,"
                    + " active_at) VALUES ",
            "(?, ?, ?, ?, ?, ?, ?, ?)",
            ", ",
            " ON DUPLICATE KEY UPDATE settled = VALUES(settled), top = VALUES(top), unsettled = VALUES(unsettled),"
                    + " shard = VALUES(shard), active_sequence = GREATEST(active_sequence, VALUES(active_sequence)),"
                    + " active_at = GREATEST(active_at, VALUES(active_at))");
    private static final String REWRITTEN = "UPDATE conversation_head SET rewritten = GREATEST(rewritten, ?)"
            + " WHERE tenant = ? AND conversation = ?";
    private static final String REACTED = "UPDATE conversation_head SET reactions = ?,"
            + " reacted_first = CASE WHEN reacted_first = 0 THEN ? ELSE LEAST(reacted_first, ?) END,"
            + " reacted_last = GREATEST(reacted_last, ?) WHERE tenant = ? AND conversation = ?";
    private static final Rows INSERT_VOID = Rows.of(
            "INSERT INTO void_range (tenant, conversation, from_sequence, to_sequence) VALUES ",
            "(?, ?, ?, ?)",
            ", ",
            "");
    private static final String MESSAGES_ABOVE =
            "SELECT sequence, sequence, created_at FROM message WHERE tenant = ? AND conversation = ? AND sequence > ?";
    private static final String VOIDS_ABOVE = "SELECT from_sequence, to_sequence, " + Timeline.UNKNOWN
            + " FROM void_range" + " WHERE tenant = ? AND conversation = ? AND from_sequence > ?";

    private final Database database;

    HeadRepository(Database database) {
        this.database = database;
    }

    /** The heads of those conversations that have one. */
    public Mono<Map<ConversationKey, Head>> heads(Collection<ConversationKey> conversations) {
        return conversations.isEmpty()
                ? Mono.just(Map.of())
                : database.read(connection -> heads(connection, conversations));
    }

    /** The timelines of all these conversations, unknown ones empty; their holes open now. */
    public Mono<Map<ConversationKey, Timeline>> timelines(Collection<ConversationKey> conversations, long now) {
        return database.read(connection -> heads(connection, conversations)
                .flatMap(heads -> Flux.fromIterable(new LinkedHashSet<>(conversations))
                        .concatMap(
                                key -> timeline(connection, key, heads, now).map(timeline -> Map.entry(key, timeline)))
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Conversations with open holes, the first {@code limit} by key. */
    public Mono<List<Head>> unsettled(int limit) {
        return database.read(connection -> Flux.from(
                        connection.createStatement(UNSETTLED).bind(0, limit).execute())
                .concatMap(result -> result.map((row, metadata) -> head(row)))
                .collectList());
    }

    /** @param entries the new messages of these conversations */
    Mono<Void> upsert(Connection connection, Collection<Head> heads, List<LogEntry> entries) {
        Map<ConversationKey, LogEntry> newest = newestShown(entries);
        List<Head> ordered = heads.stream()
                .sorted(Comparator.comparing((Head head) -> head.conversation().tenant())
                        .thenComparing(head -> head.conversation().conversation()))
                .toList();
        return Flux.fromIterable(Rows.cut(ordered))
                .concatMap(piece -> {
                    Statement statement = connection.createStatement(UPSERT.text(piece.size()));
                    int index = 0;
                    for (Head head : piece) {
                        statement
                                .bind(index++, head.conversation().tenant())
                                .bind(index++, head.conversation().conversation())
                                .bind(index++, head.settled())
                                .bind(index++, head.top())
                                .bind(index++, head.top() - head.settled())
                                .bind(index++, head.shard());
                        LogEntry shown = newest.get(head.conversation());
                        statement
                                .bind(index++, shown == null ? 0L : shown.sequence())
                                .bind(
                                        index++,
                                        shown == null ? 0L : shown.event().getTime());
                    }
                    return Database.execute(statement);
                })
                .then();
    }

    private static Map<ConversationKey, LogEntry> newestShown(List<LogEntry> entries) {
        return entries.stream()
                .filter(LogEntry::shows)
                .collect(Collectors.toMap(
                        LogEntry::conversation,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparingLong(LogEntry::sequence))));
    }

    /** Notes up to where bodies were rewritten; {@link #upsert} leaves that as it is. */
    Mono<Void> rewritten(Connection connection, List<Rewrite> rewrites) {
        return Flux.fromStream(rewrites.stream()
                        .collect(Collectors.toMap(
                                rewrite -> rewrite.place().conversation(),
                                rewrite -> rewrite.place().sequence(),
                                Long::max,
                                LinkedHashMap::new))
                        .entrySet()
                        .stream())
                .concatMap(highest -> Database.execute(connection
                        .createStatement(REWRITTEN)
                        .bind(0, highest.getValue())
                        .bind(1, highest.getKey().tenant())
                        .bind(2, highest.getKey().conversation())))
                .then();
    }

    /** Notes the clocks of reactions and what has any; {@link #upsert} leaves that as it is. */
    Mono<Void> reacted(Connection connection, Reactions reactions) {
        Map<ConversationKey, LongSummaryStatistics> numbers = reactions.counts().stream()
                .collect(Collectors.groupingBy(
                        count -> count.place().conversation(),
                        Collectors.summarizingLong(count -> count.place().sequence())));
        return Flux.fromIterable(numbers.entrySet())
                .concatMap(of -> Database.execute(connection
                        .createStatement(REACTED)
                        .bind(0, reactions.clocks().getOrDefault(of.getKey(), 0L))
                        .bind(1, of.getValue().getMin())
                        .bind(2, of.getValue().getMin())
                        .bind(3, of.getValue().getMax())
                        .bind(4, of.getKey().tenant())
                        .bind(5, of.getKey().conversation())))
                .then();
    }

    Mono<Void> insertVoids(Connection connection, List<VoidRange> voids) {
        return Flux.fromIterable(Rows.cut(voids))
                .concatMap(piece -> {
                    Statement statement = connection.createStatement(INSERT_VOID.text(piece.size()));
                    int index = 0;
                    for (VoidRange range : piece) {
                        statement
                                .bind(index++, range.conversation().tenant())
                                .bind(index++, range.conversation().conversation())
                                .bind(index++, range.numbers().from())
                                .bind(index++, range.numbers().to());
                    }
                    return Database.execute(statement);
                })
                .then();
    }

    private static Mono<Map<ConversationKey, Head>> heads(
            Connection connection, Collection<ConversationKey> conversations) {
        Map<String, Set<String>> byTenant = conversations.stream()
                .collect(Collectors.groupingBy(
                        ConversationKey::tenant,
                        Collectors.mapping(ConversationKey::conversation, Collectors.toSet())));
        return Flux.fromIterable(byTenant.entrySet())
                .concatMap(tenant -> Flux.fromIterable(
                                Rows.cutAndPad(new ArrayList<>(tenant.getValue()), CONVERSATIONS_A_STATEMENT))
                        .concatMap(piece -> heads(connection, tenant.getKey(), piece)))
                .collect(HashMap::new, (map, head) -> map.put(head.conversation(), head));
    }

    private static Flux<Head> heads(Connection connection, String tenant, List<String> conversations) {
        Statement statement =
                connection.createStatement(HEADS.text(conversations.size())).bind(0, tenant);
        for (int index = 0; index < conversations.size(); index++) {
            statement.bind(index + 1, conversations.get(index));
        }
        return Flux.from(statement.execute()).concatMap(result -> result.map((row, metadata) -> head(row)));
    }

    private static Mono<Timeline> timeline(
            Connection connection, ConversationKey key, Map<ConversationKey, Head> heads, long now) {
        Head head = heads.get(key);
        if (head == null) {
            return Mono.just(Timeline.EMPTY);
        }
        if (head.settled() == head.top()) {
            return Mono.just(Timeline.restore(head.settled(), List.of(), now));
        }
        return taken(connection, MESSAGES_ABOVE, key, head.settled())
                .concatWith(taken(connection, VOIDS_ABOVE, key, head.settled()))
                .collectList()
                .map(above -> Timeline.restore(head.settled(), above, now));
    }

    private static Flux<Timeline.Taken> taken(Connection connection, String sql, ConversationKey key, long settled) {
        return Flux.from(connection
                        .createStatement(sql)
                        .bind(0, key.tenant())
                        .bind(1, key.conversation())
                        .bind(2, settled)
                        .execute())
                .concatMap(result -> result.map((row, metadata) -> new Timeline.Taken(
                        new Range(Columns.number(row, 0), Columns.number(row, 1)), Columns.number(row, 2))));
    }

    private static Head head(Row row) {
        return new Head(
                new ConversationKey(Columns.text(row, 0), Columns.text(row, 1)),
                Columns.number(row, 2),
                Columns.number(row, 3),
                (int) Columns.number(row, 4),
                Columns.number(row, 5),
                new Head.Reacted(Columns.number(row, 6), Columns.number(row, 7), Columns.number(row, 8)));
    }
}
