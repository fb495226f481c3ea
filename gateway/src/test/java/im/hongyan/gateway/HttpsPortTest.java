package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.SelfSigned;
import im.hongyan.gateway.transport.TcpClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP port with TLS. */
@Timeout(180)
@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpsPortTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private GatewayContext gateway;
    private RefusalWatch watch;
    private SSLContext trusting;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        SelfSigned own = SelfSigned.in(folder);
        trusting = own.trusting();
        gateway = GatewayContext.start(Map.of(
                "server.ssl.key-store",
                own.file().toUri().toString(),
                "server.ssl.key-store-password",
                SelfSigned.PASSWORD,
                "hongyan.gateway.transport.request-deadline",
                "2s"));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void watch() {
        watch = new RefusalWatch(gateway);
    }

    @AfterEach
    void everyRefusalIsOnRecordAndNothingIsHeld() {
        try (RefusalWatch seen = watch) {
            seen.verify();
        }
        ConnectionContract.eventually(() -> gateway.get(MeterRegistry.class)
                        .get("hongyan.gateway.connections")
                        .gauge()
                        .value()
                == 0);
    }

    private TcpClient connect() throws Exception {
        SSLSocket socket = (SSLSocket)
                trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), gateway.httpPort());
        socket.startHandshake();
        return new TcpClient(socket);
    }

    private static void send(TcpClient client, String text) {
        client.send(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aRequestThatIsNotCompleteInTimeIsEndedWithoutAWord() throws Exception {
        watch.expect("TIMEOUT");
        try (TcpClient client = connect()) {
            send(client, "GET /nothing HTTP/1.1\r\nHost: here");
            assertThat(client.receiveAll(PATIENCE)).isEmpty();
        }
    }

    @Test
    void aConnectionBetweenRequestsIsLeftAlone() throws Exception {
        try (TcpClient client = connect()) {
            send(client, "GET /nothing HTTP/1.1\r\nHost: here\r\n\r\n");
            Thread.sleep(3_000);
            send(client, "GET /nothing HTTP/1.1\r\nConnection: close\r\nHost: here\r\n\r\n");
            assertThat(new String(client.receiveAll(PATIENCE), StandardCharsets.US_ASCII).split("HTTP/1.1 404", -1))
                    .hasSize(3);
        }
    }

    @Test
    void tooManyHeadersAreToldThroughTls() throws Exception {
        watch.expect("FRAME_TOO_LARGE");
        try (TcpClient client = connect()) {
            send(client, "GET /nothing HTTP/1.1\r\n" + "X-Short: 1\r\n".repeat(101) + "\r\n");
            assertThat(new String(client.receiveAll(PATIENCE), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 431 ");
        }
    }
}
