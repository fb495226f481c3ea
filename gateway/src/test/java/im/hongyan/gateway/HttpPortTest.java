package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.TcpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds sockets of the HTTP port without asking for anything. */
class HttpPortTest extends BadInputRig {
    private static final String WHOLE = "GET /nothing HTTP/1.1\r\nHost: here\r\n\r\n";

    HttpPortTest() {
        super(Map.of(
                "hongyan.gateway.transport.request-deadline", "2s",
                "hongyan.gateway.transport.connections.per-address", "5",
                "hongyan.gateway.transport.connections.count-loopback", "true"));
    }

    @Override
    void assertUnharmed() {
        ConnectionContract.eventually(() -> connections() == 0);
    }

    private TcpClient connect() {
        return TcpClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.httpPort()));
    }

    private static void send(TcpClient client, String text) {
        client.send(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receiveAll(TcpClient client) {
        return new String(client.receiveAll(PATIENCE), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nX-And: so on",
                "POST /nothing HTTP/1.1\r\nHost: here\r\nContent-Type: text/plain\r\nContent-Length: 50\r\n\r\nand so on"
            })
    void aRequestThatIsNotCompleteInTimeIsEnded(String begun) {
        watch.expect("TIMEOUT");
        try (TcpClient client = connect()) {
            send(client, begun);
            ConnectionContract.eventually(() -> connections() == 1);
            assertThat(receiveAll(client)).contains("HTTP/1.1 408 ").contains("\"code\":\"TIMEOUT\"");
        }
    }

    @Test
    void aRequestThatDripsIsEnded() throws InterruptedException {
        watch.expect("TIMEOUT");
        try (TcpClient client = connect()) {
            send(client, "GET / HTTP/1.1\r\nX-Long: ");
            boolean open = true;
            for (int i = 0; open && i < 600; i++) {
                Thread.sleep(50);
                open = connections() == 1;
                if (open) {
                    drip(client);
                }
            }
            assertThat(open).isFalse();
        }
    }

    private static void drip(TcpClient client) {
        try {
            send(client, "x");
        } catch (UncheckedIOException cut) {
            assertThat(cut).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void whoLeavesInTheMiddleOfARequestIsRefusedNothing() {
        try (TcpClient client = connect()) {
            send(client, "GET /ws HTTP/1.1\r\nHost: here\r\n");
            ConnectionContract.eventually(() -> connections() == 1);
        }
        ConnectionContract.eventually(() -> connections() == 0);
    }

    @Test
    void aConnectionBetweenRequestsIsLeftAlone() throws InterruptedException {
        try (TcpClient client = connect()) {
            send(client, WHOLE);
            Thread.sleep(3_000);
            send(client, WHOLE.replace("Host", "Connection: close\r\nHost"));
            assertThat(receiveAll(client).split("HTTP/1.1 404", -1)).hasSize(3);
        }
    }

    @Test
    void oneAddressHasSoManyConnectionsAskedOrNot() {
        List<TcpClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(connect());
        }
        ConnectionContract.eventually(() -> connections() == 5);
        watch.expect("TOO_MANY_CONNECTIONS");
        try (TcpClient oneMore = connect()) {
            assertThat(receiveAll(oneMore))
                    .contains("HTTP/1.1 429 ")
                    .contains("\"code\":\"TOO_MANY_CONNECTIONS\"")
                    .contains("\"traceId\"");
        }
        clients.forEach(TcpClient::close);
    }
}
