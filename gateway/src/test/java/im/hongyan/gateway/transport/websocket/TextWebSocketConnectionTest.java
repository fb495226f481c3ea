package im.hongyan.gateway.transport.websocket;

import com.google.protobuf.ByteString;
import im.hongyan.gateway.transport.Accepted;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.FrameSource;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.Outgoing;
import im.hongyan.gateway.transport.SharedDeliver;
import im.hongyan.gateway.transport.WebSocketClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.DisposableServer;

@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextWebSocketConnectionTest implements ConnectionContract {
    private final Accepted accepted = new Accepted();
    private DisposableServer server;

    @BeforeAll
    void start() {
        server = WebSocketServers.start(accepted, Map.of());
    }

    @AfterAll
    void stop() {
        server.disposeNow();
    }

    @Test
    void aFrameThatCannotBeWrittenEndsItsConnection() {
        try (Ends ends = connect()) {
            Received received = ends.receive(1);
            ends.client().send(ConnectionContract.ping(1));
            SharedDeliver broken = SharedDeliver.of(ByteString.copyFromUtf8("\377\377 no message"));
            CompletableFuture<Void> closed = ends.server().onClose().toFuture();

            ConnectionContract.eventually(() -> received.count() == 1);
            ends.onServer(() -> ends.server().outbound(new OneOf(broken)));

            closed.orTimeout(60, TimeUnit.SECONDS).join();
            broken.drop();
        }
    }

    private static final class OneOf implements FrameSource {
        private @Nullable Outgoing next;

        private OneOf(Outgoing next) {
            this.next = next;
        }

        @Override
        public @Nullable Outgoing poll() {
            Outgoing one = next;
            next = null;
            return one;
        }

        @Override
        public Runnable seal() {
            return () -> {};
        }

        @Override
        public void writable(boolean now) {}
    }

    @Override
    public Ends connect() {
        WebSocketClient client = WebSocketClient.text(WebSocketServers.uri(server));
        return new Ends(accepted.next(), client);
    }
}
