package im.hongyan.gateway.transport;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.WireException;
import im.hongyan.wire.json.JsonFrames;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client over a WebSocket, binary or text; asks for the next message only when it is read. */
public final class WebSocketClient implements TestClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final boolean text;
    private final WebSocket socket;

    private WebSocketClient(URI uri, HttpClient http, boolean text) {
        this.text = text;
        this.socket = http.newWebSocketBuilder()
                .subprotocols("hongyan.v1")
                .buildAsync(uri, new Listener())
                .join();
    }

    public static WebSocketClient binary(URI uri) {
        return binary(uri, HTTP);
    }

    /** Over a client of its own, which knows whom to trust. */
    public static WebSocketClient binary(URI uri, HttpClient http) {
        return new WebSocketClient(uri, http, false);
    }

    public static WebSocketClient text(URI uri) {
        return new WebSocketClient(uri, HTTP, true);
    }

    @Override
    public void send(Frame frame) {
        if (text) {
            socket.sendText(JsonFrames.encode(frame), true).join();
        } else {
            socket.sendBinary(FrameCodec.encode(frame), true).join();
        }
    }

    @Override
    public @Nullable Frame receive(Duration patience) {
        socket.request(1);
        try {
            return frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean isClosedWithin(Duration patience) {
        return closeCode(patience) >= 0;
    }

    /** The status of the server's close frame; -1 when there is none in time. */
    public int closeCode(Duration patience) {
        socket.request(1_000_000);
        try {
            return closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return -1;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder string = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onOpen(WebSocket webSocket) {}

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            string.append(data);
            if (last) {
                add(decode(string.toString()));
                string.setLength(0);
            } else {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            byte[] some = new byte[data.remaining()];
            data.get(some);
            bytes.writeBytes(some);
            if (last) {
                add(decode(ByteBuffer.wrap(bytes.toByteArray())));
                bytes.reset();
            } else {
                webSocket.request(1);
            }
            return null;
        }

        private Frame decode(String json) {
            try {
                return JsonFrames.decode(json, 1 << 24);
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        }

        private Frame decode(ByteBuffer binary) {
            try {
                return Objects.requireNonNull(FrameCodec.decode(binary, 1 << 24));
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        }

        private void add(Frame frame) {
            frames.add(frame);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }
}
