package im.hongyan.persistence.store;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One writer a shard, table {@code shard_writer}: who claims a shard gets the newest token; a transaction that finds
 * another token than its own aborts. A claim waits for the transactions that hold the old token, so what is read after a
 * claim is the state after the last of them. Safe for concurrent use.
 */
@Component
public final class Fence {
    private static final String CLAIM =
            "INSERT INTO shard_writer (shard, token) VALUES (?, 1) ON DUPLICATE KEY UPDATE token = token + 1";
    private static final String TOKEN = "SELECT token FROM shard_writer WHERE shard = ?";
    private static final Rows LOCK =
            Rows.of("SELECT shard, token FROM shard_writer WHERE shard IN (", "?", ", ", ") ORDER BY shard FOR UPDATE");

    private final Database database;

    Fence(Database database) {
        this.database = database;
    }

    /** Takes shards over from whoever held them. */
    public Mono<Map<Integer, Long>> claim(Collection<Integer> shards) {
        return database.transaction(connection -> Flux.fromIterable(shards)
                .sort()
                .concatMap(shard -> Database.execute(
                                connection.createStatement(CLAIM).bind(0, shard))
                        .then(token(connection, shard))
                        .map(token -> Map.entry(shard, token)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Holds the tokens until the end of the transaction; errors with {@link StaleFenceException}. */
    Mono<Void> hold(Connection connection, Map<Integer, Long> tokens) {
        List<Integer> shards = tokens.keySet().stream().sorted().toList();
        return Flux.fromIterable(Rows.cutAndPad(shards, 16))
                .concatMap(piece -> tokens(connection, piece))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .flatMap(newest -> Flux.fromIterable(tokens.entrySet())
                        .filter(held -> !held.getValue().equals(newest.get(held.getKey())))
                        .next()
                        .flatMap(held -> Mono.<Void>error(new StaleFenceException(held.getKey(), held.getValue()))));
    }

    private static Flux<Map.Entry<Integer, Long>> tokens(Connection connection, List<Integer> shards) {
        Statement statement = connection.createStatement(LOCK.text(shards.size()));
        for (int index = 0; index < shards.size(); index++) {
            statement.bind(index, shards.get(index));
        }
        return Flux.from(statement.execute())
                .concatMap(result ->
                        result.map((row, metadata) -> Map.entry((int) Columns.number(row, 0), Columns.number(row, 1))));
    }

    private static Mono<Long> token(Connection connection, int shard) {
        return Flux.from(connection.createStatement(TOKEN).bind(0, shard).execute())
                .concatMap(result -> result.map((row, metadata) -> Columns.number(row, 0)))
                .single();
    }
}
