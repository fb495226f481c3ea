package im.hongyan.standalone;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.r2dbc.R2dbcProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Connections to the database file. Its driver works on the thread that asks, so a connection is handed out on a thread
 * that may block: never on the one of a socket, and never on the one that has just given the connection back, which would
 * leave all work to that single thread.
 */
@Configuration(proxyBeanMethods = false)
class EmbeddedDatabase {

    private static final int CONNECTIONS = 10;
    // Whoever has given a connection back may still be busy with what it has read.
    private static final int THREADS = 2 * CONNECTIONS;
    private static final int WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean(destroyMethod = "dispose")
    Scheduler databaseThreads() {
        return Schedulers.newBoundedElastic(THREADS, WAITING, "database", 60, true);
    }

    @Bean(destroyMethod = "dispose")
    ConnectionPool connections(R2dbcProperties properties, @Qualifier("databaseThreads") Scheduler threads) {
        ConnectionFactoryOptions options = ConnectionFactoryOptions.parse(properties.getUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, properties.getUsername())
                .option(ConnectionFactoryOptions.PASSWORD, properties.getPassword())
                .build();
        return new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options))
                .initialSize(0)
                .maxSize(CONNECTIONS)
                .maxAcquireTime(PATIENCE)
                .customizer(pool -> pool.acquisitionScheduler(threads).maxPendingAcquire(WAITING))
                .build());
    }
}
