package im.hongyan.e2e.world;

import im.hongyan.client.transport.Endpoint;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A running Hongyan, however it is deployed. */
public interface Site {
    /** Where clients connect over TCP, one for each gateway. */
    List<Endpoint> tcp();

    /** Where clients connect over WebSocket, one for each gateway, in the same order. */
    List<Endpoint> webSockets();

    /** Where REST is. */
    String http();

    /** Where its processes log. */
    List<Path> logs();

    /** A connection to the database, for looking at the tables; the caller closes it. */
    Connection database() throws SQLException;
}
