package im.hongyan.gateway.transport;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.core.publisher.Mono;

/** Hands a test the server's end of each connection. */
public final class Accepted implements Acceptor {
    /** Adding to it waits for nobody: it is done on event loops. */
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    @Override
    public Mono<Void> serve(Connection connection) {
        connections.add(connection);
        return connection.onClose();
    }

    /** The next connection. */
    public Connection next() {
        ConnectionContract.eventually(() -> !connections.isEmpty());
        return Objects.requireNonNull(connections.poll());
    }
}
