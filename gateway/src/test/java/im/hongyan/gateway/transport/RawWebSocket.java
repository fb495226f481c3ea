package im.hongyan.gateway.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that may break every rule of RFC 6455. */
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** The headers of a browser that may connect. */
    public static final List<String> GOOD = List.of(
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: hongyan.v1");

    private final Socket socket;
    private final DataInputStream in;
    private final String response;

    /** A frame from the server. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Received(int opcode, byte[] payload) {
        /** The status of a close frame. */
        public int closeCode() {
            return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private RawWebSocket(Socket socket, String request) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        this.response = readResponse();
    }

    /** Asks for an upgrade with exactly these headers beside Host; see {@link #status}. */
    public static RawWebSocket ask(URI uri, String pathAndQuery, List<String> headers) {
        return ask(uri, uri.getAuthority(), pathAndQuery, headers);
    }

    /** As {@link #ask(URI, String, List)}, with another Host. */
    public static RawWebSocket ask(URI uri, String host, String pathAndQuery, List<String> headers) {
        try {
            List<String> lines = new ArrayList<>(List.of("GET " + pathAndQuery + " HTTP/1.1"));
            lines.add("Host: " + host);
            lines.addAll(headers);
            return new RawWebSocket(new Socket(uri.getHost(), uri.getPort()), String.join("\r\n", lines) + "\r\n\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RawWebSocket open(URI uri) {
        RawWebSocket opened = ask(uri, uri.getPath(), GOOD);
        if (opened.status() != 101) {
            throw new AssertionError(opened.response());
        }
        return opened;
    }

    private String readResponse() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return text.startsWith("HTTP/1.1 101") ? text : text + body(text);
    }

    private String body(String head) throws IOException {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                byte[] body = new byte[Integer.parseInt(line.substring(15).strip())];
                in.readFully(body);
                return new String(body, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** Of the answer to the upgrade. */
    public int status() {
        return response.isEmpty() ? 0 : Integer.parseInt(response.substring(9, 12));
    }

    /** Head and body of the answer to the upgrade. */
    public String response() {
        return response;
    }

    /** A proper frame of a client. */
    public void send(int opcode, byte[] payload) {
        write(0x80 | opcode, payload, true);
    }

    /** Any frame: the first byte as given, masked or not. */
    public void write(int firstByte, byte[] payload, boolean masked) {
        write(frame(firstByte, payload, masked));
    }

    /** The bytes of any frame. */
    public static byte[] frame(int firstByte, byte[] payload, boolean masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(firstByte);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.write(mask | payload.length);
        } else if (payload.length < 65_536) {
            out.write(mask | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        if (masked) {
            out.writeBytes(new byte[4]);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** Any bytes. */
    public void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame; null when the server has closed or nothing comes in time. */
    public @Nullable Received receive(Duration patience) {
        try {
            socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Received(first & 0x0F, payload);
        } catch (SocketTimeoutException | EOFException | SocketException nothing) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the server's close frame, whatever comes before it; -1 without one. */
    public int closeCode(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Received next = receive(patience);
        while (next != null && next.opcode() != CLOSE && System.nanoTime() < end) {
            next = receive(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        return next == null || next.opcode() != CLOSE ? -1 : next.closeCode();
    }

    /** Whether the server ends the connection. */
    public boolean isCutWithin(Duration patience) {
        return new TcpClient(socket).isClosedWithin(patience);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
