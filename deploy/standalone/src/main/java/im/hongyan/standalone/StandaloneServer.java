package im.hongyan.standalone;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A running server: the applications, the database file and Redis, all below one data folder. Whoever starts it closes
 * it; killed instead, it finds everything again at the next start.
 */
public final class StandaloneServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StandaloneServer.class);

    private final StandaloneOptions options;
    private final DataFolder folder;
    private final EmbeddedRedis redis;
    private final ConfigurableApplicationContext context;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StandaloneServer(
            StandaloneOptions options, DataFolder folder, EmbeddedRedis redis, ConfigurableApplicationContext context) {
        this.options = options;
        this.folder = folder;
        this.redis = redis;
        this.context = context;
    }

    /** Starts a server and returns when it serves; throws {@link StartException} for what its user can mend. */
    public static StandaloneServer start(StandaloneOptions options) {
        DataFolder folder = DataFolder.take(options.data());
        try {
            EmbeddedRedis redis = EmbeddedRedis.start(folder.path().resolve("redis"));
            try {
                return new StandaloneServer(options, folder, redis, run(options, folder.path(), redis.uri()));
            } catch (RuntimeException failed) {
                redis.close();
                throw failed;
            }
        } catch (RuntimeException failed) {
            folder.close();
            throw failed;
        }
    }

    /** Where REST, pages and, under {@code /ws}, the WebSocket are: {@code http://host:port}. */
    public String http() {
        return "http://" + options.host() + ":" + options.httpPort();
    }

    /** Where the client protocol is spoken over TCP: {@code tcp://host:port}. */
    public String tcp() {
        return "tcp://" + options.host() + ":" + options.tcpPort();
    }

    public StandaloneOptions options() {
        return options;
    }

    /** The folder of everything that it remembers. */
    public Path data() {
        return folder.path();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        context.close();
        shutDownDatabase(folder.path());
        redis.close();
        folder.close();
    }

    private static ConfigurableApplicationContext run(StandaloneOptions options, Path data, String redisUri) {
        return new SpringApplicationBuilder(StandaloneConfiguration.class)
                .web(WebApplicationType.REACTIVE)
                .registerShutdownHook(false)
                .properties(Map.of(
                        "spring.config.name", "standalone",
                        "server.address", options.host(),
                        "server.port", options.httpPort(),
                        "hongyan.gateway.transport.tcp-host", options.host(),
                        "hongyan.gateway.transport.tcp-port", options.tcpPort(),
                        "hongyan.redis.uri", redisUri,
                        "hongyan.standalone.database", database(data),
                        "hongyan.core.media.store.folder", data.resolve("media").toString()))
                .run();
    }

    // Four slashes in the R2DBC address: the driver takes one away from an absolute path.
    private static String database(Path data) {
        return data.resolve("hongyan").toString();
    }

    // The database stays open without connections while we run, so somebody has to close it.
    private static void shutDownDatabase(Path data) {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + database(data) + ";IFEXISTS=TRUE", "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            log.warn("the database was not closed in good order: {}", e.getMessage());
        }
    }
}
