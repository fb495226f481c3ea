package im.hongyan.gateway.transport;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client over a plain socket, which may also send what no client should. */
public final class TcpClient implements TestClient {
    private final Socket socket;

    public TcpClient(Socket connected) {
        socket = connected;
    }

    public static TcpClient connect(InetSocketAddress server) {
        try {
            Socket socket = new Socket(server.getAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            return new TcpClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(Frame frame) {
        send(FrameCodec.encode(frame).array());
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Frame receive(Duration patience) {
        try {
            socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = new byte[FrameHeader.BYTES];
            in.readFully(head);
            FrameHeader header = Objects.requireNonNull(FrameCodec.readHeader(ByteBuffer.wrap(head), 1 << 24));
            byte[] body = new byte[header.bodyBytes()];
            in.readFully(body);
            return FrameCodec.readBody(header, ByteBuffer.wrap(body));
        } catch (SocketTimeoutException | EOFException | SocketException nothing) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (WireException e) {
            throw new AssertionError("the server sent what is no frame", e);
        }
    }

    /** All bytes until the server closes or the time has passed. */
    public byte[] receiveAll(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isClosedWithin(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        byte[] waste = new byte[8_192];
        try {
            while (System.nanoTime() < end) {
                socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
                if (socket.getInputStream().read(waste) < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException late) {
            return false;
        } catch (IOException reset) {
            return true;
        }
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
