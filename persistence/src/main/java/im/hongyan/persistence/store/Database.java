package im.hongyan.persistence.store;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Connections, borrowed for one transaction or one query and always given back. Work starts on threads that may block,
 * because the embedded database does. Safe for concurrent use.
 */
@Component
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** Where Reactor looks for what is to be done with an error that nobody takes. */
    private static final String LATE_ERRORS = "reactor.onErrorDropped.local";

    private static final Duration ROLLBACK_PATIENCE = Duration.ofSeconds(2);

    private final ConnectionFactory connections;
    private final StoreProperties properties;
    private final Scheduler scheduler = Schedulers.boundedElastic();

    Database(ConnectionFactory connections, StoreProperties properties) {
        this.connections = connections;
        this.properties = properties;
    }

    /**
     * Runs {@code work} in one transaction, read committed: its value is given on after the commit. An error, a cancel and
     * a passed deadline roll back; then the caller cannot know whether the commit, if it had begun, took place.
     *
     * @param work gives exactly one value
     */
    public <T> Mono<T> transaction(Function<Connection, Mono<T>> work) {
        return Mono.usingWhen(
                        connections.create(),
                        connection -> Mono.from(connection.beginTransaction(IsolationLevel.READ_COMMITTED))
                                .then(work.apply(connection))
                                .flatMap(value -> Mono.from(connection.commitTransaction())
                                        .thenReturn(value)),
                        Connection::close,
                        (connection, error) -> abandon(connection),
                        this::abandon)
                .subscribeOn(scheduler)
                .timeout(properties.writeTimeout())
                .contextWrite(Database::withoutLateErrors);
    }

    /** Runs queries outside a transaction, one after the other; a passed deadline cancels them. */
    public <T> Mono<T> read(Function<Connection, Mono<T>> queries) {
        return Mono.usingWhen(connections.create(), queries, Connection::close)
                .subscribeOn(scheduler)
                .timeout(properties.readTimeout())
                .contextWrite(Database::withoutLateErrors);
    }

    /** Whoever has cancelled, or run out of patience, wants no answer: an error that comes as one is no loss. */
    private static Context withoutLateErrors(Context context) {
        Consumer<Throwable> late = error -> LOG.debug("failed after its caller had gone: {}", error.toString());
        return context.put(LATE_ERRORS, late);
    }

    /** Executes a statement that gives no rows. */
    static Mono<Void> execute(Statement statement) {
        return Flux.from(statement.execute())
                .concatMap(result -> result.getRowsUpdated())
                .then();
    }

    private Publisher<Void> abandon(Connection connection) {
        return Mono.from(connection.rollbackTransaction())
                .timeout(ROLLBACK_PATIENCE)
                .onErrorResume(error -> Mono.empty())
                .then(Mono.from(connection.close()));
    }
}
