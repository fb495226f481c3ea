package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.transport.Accepted;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.WebSocketClient;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    @Override
    public Ends connect() {
        WebSocketClient client = WebSocketClient.text(WebSocketServers.uri(server));
        return new Ends(accepted.next(), client);
    }
}
