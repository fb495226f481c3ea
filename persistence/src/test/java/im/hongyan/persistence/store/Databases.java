package im.hongyan.persistence.store;

import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** Fresh databases with the tables of the log, for tests. */
public final class Databases {
    private static final AtomicInteger MADE = new AtomicInteger();

    private Databases() {}

    /** In memory, as long as this JVM runs. */
    public static ConnectionPool h2() {
        String name = "log" + MADE.incrementAndGet() + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;"
                + "CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_DELAY=-1";
        migrate("jdbc:h2:mem:" + name, "", "", "classpath:db/message", "classpath:db/message-embedded");
        return pool(ConnectionFactories.get("r2dbc:h2:mem:///" + name));
    }

    /** On the shared real server. */
    public static ConnectionPool mariaDb() {
        return mariaDb(TestServers.mariadb());
    }

    public static ConnectionPool mariaDb(MariaDb server) {
        String database = server.database("log");
        migrate(server.jdbcUrl(database), server.user(), server.password(), "classpath:db/message");
        return pool(ConnectionFactories.get(ConnectionFactoryOptions.parse(server.r2dbcUrl(database))
                .mutate()
                .option(ConnectionFactoryOptions.USER, server.user())
                .option(ConnectionFactoryOptions.PASSWORD, server.password())
                .build()));
    }

    private static void migrate(String url, String user, String password, String... locations) {
        Flyway.configure()
                .dataSource(url, user, password)
                .locations(locations)
                .load()
                .migrate();
    }

    private static ConnectionPool pool(ConnectionFactory connections) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                .initialSize(0)
                .maxSize(8)
                .maxCreateConnectionTime(Duration.ofSeconds(2))
                .build());
    }
}
