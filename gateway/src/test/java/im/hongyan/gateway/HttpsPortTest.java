package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.SelfSigned;
import im.hongyan.gateway.transport.TcpClient;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP port with TLS. */
class HttpsPortTest extends BadInputRig {
    private final SSLContext trusting;

    HttpsPortTest(@TempDir Path folder) throws Exception {
        super(Map.of(
                "server.ssl.key-store",
                SelfSigned.in(folder).file().toUri().toString(),
                "server.ssl.key-store-password",
                SelfSigned.PASSWORD,
                "server.netty.idle-timeout",
                "8s",
                "hongyan.gateway.transport.request-deadline",
                "2s"));
        trusting = SelfSigned.of(folder).trusting();
    }

    @Override
    void assertUnharmed() {
        ConnectionContract.eventually(() -> connections() == 0);
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

    // As without TLS: a handshake is no request
    @Test
    void whoAsksForNothingIsCutWithoutAWordWhenItHasIdled() throws Exception {
        try (TcpClient client = connect()) {
            assertThat(client.receiveAll(PATIENCE)).isEmpty();
            assertThat(client.isClosedWithin(PATIENCE)).isTrue();
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
