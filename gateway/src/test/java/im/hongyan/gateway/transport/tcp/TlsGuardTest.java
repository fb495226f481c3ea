package im.hongyan.gateway.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.transport.Accepted;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.SelfSigned;
import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** Who holds sockets of the TLS port without ever agreeing on TLS. */
@Timeout(180)
@ExtendWith(LeakFree.class)
@SuppressWarnings("NullAway.Init") // start() is the first line of every test
class TlsGuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_MOMENT = Duration.ofMillis(200);
    private static final int TOTAL = 3;

    private final Accepted accepted = new Accepted();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TcpTransport server;
    private SSLContext trusting;

    @TempDir
    private Path folder;

    private void start(Map<String, String> settings) throws Exception {
        SelfSigned own = SelfSigned.in(folder);
        trusting = own.trusting();
        server = TcpServers.start(accepted, new DefaultSslBundleRegistry("test", own.bundle()), settings, meters);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private TcpClient connect() {
        return TcpClient.connect(Objects.requireNonNull(server.address()));
    }

    private double connections() {
        return meters.get("hongyan.gateway.connections").gauge().value();
    }

    private double refused(ErrorCode code) {
        return meters.get(Refusals.METER).tag("code", code.name()).counter().count();
    }

    @Test
    void aNodeHasSoManyConnectionsAgreedOnTlsOrNot() throws Exception {
        start(Map.of(
                "hongyan.gateway.transport.tls-bundle", "test",
                "hongyan.gateway.transport.handshake-deadline", "10m",
                "hongyan.gateway.transport.connections.total", Integer.toString(TOTAL)));
        List<TcpClient> silent = new ArrayList<>();
        for (int i = 0; i < TOTAL; i++) {
            silent.add(connect());
        }
        ConnectionContract.eventually(() -> connections() == TOTAL);

        try (TcpClient oneMore = connect()) {
            assertThat(oneMore.isClosedWithin(PATIENCE)).isTrue();
        }
        ConnectionContract.eventually(() -> refused(ErrorCode.TOO_MANY_CONNECTIONS) == 1);
        assertThat(connections()).isEqualTo(TOTAL);

        silent.forEach(TcpClient::close);
        ConnectionContract.eventually(() -> connections() == 0);
        agree().close();
    }

    @Test
    void aSilentConnectionIsCut() throws Exception {
        start(Map.of(
                "hongyan.gateway.transport.tls-bundle", "test",
                "hongyan.gateway.transport.handshake-deadline", "1s"));
        try (TcpClient silent = connect()) {
            assertThat(silent.isClosedWithin(PATIENCE)).isTrue();
        }
        ConnectionContract.eventually(() -> refused(ErrorCode.TIMEOUT) == 1);
        ConnectionContract.eventually(() -> connections() == 0);
    }

    @Test
    void whoHasAgreedIsLeftAloneByTheDeadline() throws Exception {
        start(Map.of(
                "hongyan.gateway.transport.tls-bundle", "test",
                "hongyan.gateway.transport.handshake-deadline", "5s"));
        try (SSLSocket agreed = agree();
                TcpClient later = connect()) {
            assertThat(later.isClosedWithin(PATIENCE)).isTrue();
            ConnectionContract.eventually(() -> connections() == 1);
            assertThat(new TcpClient(agreed).isClosedWithin(A_MOMENT)).isFalse();
        }
        assertThat(refused(ErrorCode.TIMEOUT)).isEqualTo(1);
    }

    private SSLSocket agree() throws Exception {
        var address = Objects.requireNonNull(server.address());
        SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.startHandshake();
        assertThat(accepted.next()).isNotNull();
        return socket;
    }
}
