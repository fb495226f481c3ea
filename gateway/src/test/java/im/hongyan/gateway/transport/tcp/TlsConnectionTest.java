package im.hongyan.gateway.transport.tcp;

import im.hongyan.gateway.transport.Accepted;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.SelfSigned;
import im.hongyan.gateway.transport.TcpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsConnectionTest implements ConnectionContract {
    private final Accepted accepted = new Accepted();
    private TcpTransport server;
    private SSLContext trusting;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        SelfSigned own = SelfSigned.in(folder);
        server = TcpServers.start(
                accepted,
                new DefaultSslBundleRegistry("test", own.bundle()),
                Map.of("hongyan.gateway.transport.tls-bundle", "test"));
        trusting = own.trusting();
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @Override
    public Ends connect() throws Exception {
        var address = Objects.requireNonNull(server.address());
        SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.startHandshake();
        return new Ends(accepted.next(), new TcpClient(socket));
    }
}
