package im.hongyan.e2e.world;

import im.hongyan.client.transport.Endpoint;
import im.hongyan.standalone.StandaloneOptions;
import im.hongyan.standalone.StandaloneServer;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The standalone server inside this JVM. */
public final class StandaloneSite implements Site, AutoCloseable {
    private static final String OPTIONS =
            ";IFEXISTS=TRUE;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

    private final StandaloneServer server;

    private StandaloneSite(StandaloneServer server) {
        this.server = server;
    }

    /** Starts it on free ports with its data in this folder. */
    public static StandaloneSite start(Path data) {
        return new StandaloneSite(StandaloneServer.start(new StandaloneOptions(data, "127.0.0.1", 0, 0)));
    }

    @Override
    public List<Endpoint> tcp() {
        return List.of(Endpoint.tcp("127.0.0.1", URI.create(server.tcp()).getPort()));
    }

    @Override
    public List<Endpoint> webSockets() {
        return List.of(Endpoint.webSocket("127.0.0.1", URI.create(server.http()).getPort()));
    }

    @Override
    public String http() {
        return server.http();
    }

    /** None of its own: it logs where this JVM does. */
    @Override
    public List<Path> logs() {
        return List.of();
    }

    @Override
    public Connection database() throws SQLException {
        return database(server.data());
    }

    /** The database below a data folder, with the settings that the server opens it with. */
    static Connection database(Path data) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + data.resolve("hongyan") + OPTIONS, "sa", "");
    }

    @Override
    public void close() {
        server.close();
    }
}
