package im.hongyan.gateway.transport;

import im.hongyan.wire.Frame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakFree.class)
class InMemoryConnectionTest implements ConnectionContract {
    @Override
    public Ends connect() {
        InMemoryConnection connection = new InMemoryConnection();
        return new Ends(connection, new Client(connection));
    }

    @Override
    public void stopReading(TestClient client) {
        ((Client) client).connection.stopReading();
    }

    @Override
    public void readAgain(TestClient client) {
        ((Client) client).connection.readOnce();
    }

    private static final class Client implements TestClient {
        private final InMemoryConnection connection;
        private int read;

        private Client(InMemoryConnection connection) {
            this.connection = connection;
        }

        @Override
        public void send(Frame frame) {
            connection.send(frame);
        }

        @Override
        public @Nullable Frame receive(Duration patience) {
            return read < connection.received().size() ? connection.received().get(read++) : null;
        }

        @Override
        public boolean isClosedWithin(Duration patience) {
            return !connection.isOpen();
        }

        @Override
        public void close() {
            connection.leave();
        }
    }
}
