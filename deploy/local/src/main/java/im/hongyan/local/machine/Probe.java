package im.hongyan.local.machine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a port of this machine a short question, to learn whether the right kind of server answers. */
public final class Probe {

    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(1).toMillis();

    private Probe() {}

    /**
     * The first bytes of the answer.
     *
     * @param question sent first; empty when the server speaks first
     * @param length how many bytes to wait for
     */
    public static byte[] ask(int port, String question, int length) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(question.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return in.readNBytes(length);
        }
    }
}
