package im.hongyan.core.rig;

import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;

/** A migrated, empty database of its own for one test class. */
public record TestDatabase(DatabaseClient client, R2dbcTransactionManager transactions) {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The two that we run on. */
    public enum Kind {
        H2,
        MARIADB
    }

    /** One database of each kind, made when it is first asked for. */
    public static final class PerKind {
        private final Map<Kind, TestDatabase> made = new EnumMap<>(Kind.class);

        public synchronized TestDatabase get(Kind kind) {
            return made.computeIfAbsent(kind, TestDatabase::create);
        }
    }

    public static TestDatabase create(Kind kind) {
        return switch (kind) {
            case H2 -> h2();
            case MARIADB -> mariadb();
        };
    }

    public static TestDatabase h2() {
        String place = "mem:core" + COUNT.incrementAndGet()
                + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_DELAY=-1";
        migrate("jdbc:h2:" + place, "", "");
        return over(ConnectionFactories.get("r2dbc:h2:" + place.replace("mem:", "mem:///")));
    }

    public static TestDatabase mariadb() {
        MariaDb server = TestServers.mariadb();
        String database = server.database("core");
        migrate(server.jdbcUrl(database), server.user(), server.password());
        return over(ConnectionFactories.get(ConnectionFactoryOptions.parse(server.r2dbcUrl(database))
                .mutate()
                .option(ConnectionFactoryOptions.USER, server.user())
                .option(ConnectionFactoryOptions.PASSWORD, server.password())
                .build()));
    }

    private static void migrate(String url, String user, String password) {
        Flyway.configure()
                .dataSource(url, user, password)
                .locations("classpath:db/core")
                .load()
                .migrate();
    }

    private static TestDatabase over(ConnectionFactory connections) {
        ConnectionPool pool = new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                .initialSize(1)
                .maxSize(8)
                .build());
        return new TestDatabase(DatabaseClient.create(pool), new R2dbcTransactionManager(pool));
    }
}
