package im.hongyan.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.r2dbc.R2dbcProperties;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Who does the work of the database in a file when an event loop asks; under the watch for blocking calls. */
class EmbeddedDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void noEventLoopWorksForIt(@TempDir Path folder) {
        EmbeddedDatabase database = new EmbeddedDatabase();
        R2dbcProperties properties = new R2dbcProperties();
        properties.setUrl("r2dbc:h2:file:///" + folder.resolve("db") + ";MODE=MySQL;WRITE_DELAY=0");
        properties.setUsername("sa");
        properties.setPassword("");
        Scheduler threads = database.databaseThreads();
        ConnectionPool connections = database.connections(properties, threads);
        try {
            assertThat(workers(connections)).hasSize(4).allMatch(name -> name.startsWith("database"));
        } finally {
            connections.disposeLater().block(PATIENCE);
            threads.dispose();
        }
    }

    /** The threads that two statements of a transaction, the step behind its commit and a read by itself ran on. */
    private static List<String> workers(ConnectionFactory connections) {
        DatabaseClient database = DatabaseClient.create(connections);
        TransactionalOperator transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
        Mono<Void> table =
                database.sql("CREATE TABLE fact (id INT PRIMARY KEY)").then();
        Flux<String> inserts = Flux.just(1, 2)
                .concatMap(id -> database.sql("INSERT INTO fact (id) VALUES (:id)")
                        .bind("id", id)
                        .fetch()
                        .rowsUpdated()
                        .map(rows -> thread()));
        Flux<String> committed =
                transaction.transactional(inserts).concatWith(Mono.fromSupplier(EmbeddedDatabaseTest::thread));
        Mono<String> read = database.sql("SELECT id FROM fact WHERE id = 2")
                .map(row -> thread())
                .one();
        return Objects.requireNonNull(table.thenMany(committed)
                .concatWith(read)
                .collectList()
                .subscribeOn(Schedulers.parallel())
                .block(PATIENCE));
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }
}
