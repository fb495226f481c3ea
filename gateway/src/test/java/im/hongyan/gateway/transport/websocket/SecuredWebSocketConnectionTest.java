package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.transport.Accepted;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.SelfSigned;
import im.hongyan.gateway.transport.WebSocketClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.WebServer;

@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredWebSocketConnectionTest implements ConnectionContract {
    private final Accepted accepted = new Accepted();
    private WebServer server;
    private HttpClient trusting;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        SelfSigned own = SelfSigned.in(folder);
        server = WebSocketServers.secured(accepted, own);
        trusting = HttpClient.newBuilder().sslContext(own.trusting()).build();
    }

    @AfterAll
    void stop() {
        trusting.shutdownNow();
        server.stop();
    }

    @Override
    public Ends connect() {
        URI uri = URI.create("wss://127.0.0.1:" + server.getPort() + "/ws");
        WebSocketClient client = WebSocketClient.binary(uri, trusting);
        return new Ends(accepted.next(), client);
    }
}
