package im.hongyan.gateway.transport;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** Hands a test the server's end of each connection. */
public final class Accepted implements Acceptor {
    private final LinkedBlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

    @Override
    public Mono<Void> serve(Connection connection) {
        connections.add(connection);
        return connection.onClose();
    }

    /** The next connection. */
    public Connection next() {
        try {
            Connection next = connections.poll(5, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nobody connected");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
