package im.hongyan.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
    private ServerSocket listening;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connectThroughTheProxy() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to("127.0.0.1", listening.getLocalPort());
        client = connect();
        server = listening.accept();
        server.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        listening.close();
    }

    @Test
    void passesBytesBothWaysAndCountsThem() throws IOException {
        send(client, 100_000);
        assertThat(receive(server, 100_000)).isEqualTo(bytes(100_000));
        send(server, 10);
        assertThat(receive(client, 10)).isEqualTo(bytes(10));
        assertThat(proxy.evidence().connections()).isEqualTo(1);
        assertThat(proxy.evidence().bytesToServer()).isEqualTo(100_000);
        assertThat(proxy.evidence().bytesToClient()).isEqualTo(10);
    }

    @Test
    void passesTheEndOfAConnection() throws IOException {
        client.close();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void delaysOneWayWithoutQueueingTheDelays() throws IOException, InterruptedException {
        proxy.delay(Direction.TO_SERVER, Duration.ofSeconds(2));
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            send(client, 10);
            Thread.sleep(20);
        }
        receive(server, 50);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
        send(server, 10);
        receive(client, 10);
        assertThat(proxy.evidence().delayed()).isPositive();
    }

    @Test
    void holdsOneWayAndLetsGoOn() throws IOException {
        proxy.hold(Direction.TO_SERVER);
        send(client, 1_000);
        server.setSoTimeout(300);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        send(server, 10);
        assertThat(receive(client, 10)).isEqualTo(bytes(10));
        proxy.heal();
        server.setSoTimeout(5_000);
        assertThat(receive(server, 1_000)).isEqualTo(bytes(1_000));
        assertThat(proxy.evidence().held()).isPositive();
    }

    @Test
    void holdsTheEndOfAConnectionToo() throws IOException {
        proxy.hold(Direction.TO_SERVER);
        client.close();
        server.setSoTimeout(300);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        server.setSoTimeout(5_000);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void doesNotReadAheadWhileItHolds() throws IOException {
        proxy.hold(Direction.TO_SERVER);
        client.setSendBufferSize(32 * 1024);
        Thread writer = Thread.startVirtualThread(() -> {
            try {
                send(client, 64 * 1024 * 1024);
            } catch (IOException closed) {
                // The test ends while this still writes.
            }
        });
        assertThat(ended(writer, Duration.ofMillis(500))).isFalse();
        assertThat(proxy.evidence().bytesToServer()).isZero();
    }

    @Test
    void sendsByteByByte() throws IOException {
        proxy.singleBytes(Direction.TO_SERVER);
        send(client, 2_000);
        assertThat(receive(server, 2_000)).isEqualTo(bytes(2_000));
        assertThat(proxy.evidence().split()).isPositive();
    }

    @Test
    void resetsInMidFrame() throws IOException {
        proxy.resetInMidFrame(Direction.TO_SERVER, 1.0);
        send(client, 1_000);
        byte[] part = server.getInputStream().readNBytes(500);
        assertThat(part).isEqualTo(Arrays.copyOf(bytes(1_000), 500));
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(proxy.evidence().resets()).isEqualTo(2);
    }

    @Test
    void resetsWhatIsOpen() throws IOException {
        send(client, 1);
        receive(server, 1);
        proxy.resetAll();
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void refusesNewConnectionsUntilHealed() throws IOException {
        proxy.refuse();
        try (Socket second = connect()) {
            assertThatThrownBy(() -> second.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        proxy.heal();
        try (Socket third = connect();
                Socket far = listening.accept()) {
            send(third, 5);
            assertThat(receive(far, 5)).isEqualTo(bytes(5));
        }
        assertThat(proxy.evidence().refused()).isEqualTo(1);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static boolean ended(Thread thread, Duration time) {
        try {
            return thread.join(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Socket socket, int count) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes(count));
        out.flush();
    }

    private static byte[] receive(Socket socket, int count) throws IOException {
        InputStream in = socket.getInputStream();
        return in.readNBytes(count);
    }

    private static byte[] bytes(int count) {
        byte[] all = new byte[count];
        for (int i = 0; i < count; i++) {
            all[i] = (byte) (i * 31);
        }
        return all;
    }
}
