package im.hongyan.gateway.transport.tcp;

import im.hongyan.gateway.transport.Accepted;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.TcpClient;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TcpConnectionTest implements ConnectionContract {
    private final Accepted accepted = new Accepted();
    private TcpTransport server;

    @BeforeAll
    void start() {
        server = TcpServers.start(accepted, new DefaultSslBundleRegistry(), Map.of());
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @Override
    public Ends connect() {
        TcpClient client = TcpClient.connect(Objects.requireNonNull(server.address()));
        return new Ends(accepted.next(), client);
    }
}
