package im.hongyan.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of one message together, within a bound of fragments; that of bytes is kept by the decoder, which asks
 * how many are here. Confined to its event loop.
 */
final class WebSocketMessage implements AutoCloseable {
    private static final int MAX_FRAGMENTS = 256;

    /** What became of a fragment. */
    enum Step {
        MORE,
        COMPLETE,
        TOO_MANY_FRAGMENTS
    }

    private @Nullable ByteBuf whole;
    private boolean text;
    private int fragments;

    /** Takes what it needs of the frame, which stays with the caller. The codec before us saw to the order of opcodes. */
    Step append(WebSocketFrame frame, ByteBufAllocator allocator) {
        ByteBuf content = frame.content();
        ByteBuf before = whole;
        if (before == null) {
            text = frame instanceof TextWebSocketFrame;
            fragments = 0;
        }
        if (++fragments > MAX_FRAGMENTS) {
            return Step.TOO_MANY_FRAGMENTS;
        }
        if (before == null) {
            whole = frame.isFinalFragment()
                    ? content.retain()
                    : allocator.compositeBuffer(MAX_FRAGMENTS).addComponent(true, content.retain());
        } else if (content.isReadable()) {
            ((CompositeByteBuf) before).addComponent(true, content.retain());
        }
        return frame.isFinalFragment() ? Step.COMPLETE : Step.MORE;
    }

    /** The whole message, after {@link Step#COMPLETE}; the caller releases it. */
    ByteBuf take() {
        ByteBuf complete = Objects.requireNonNull(whole, "no message is complete");
        whole = null;
        return complete;
    }

    /** Whether the message is text. */
    boolean isText() {
        return text;
    }

    /** Bytes of a message that has begun and is not complete. */
    int bytes() {
        return whole == null ? 0 : whole.readableBytes();
    }

    /** Whether a message has begun and is not complete. */
    boolean isOpen() {
        return whole != null;
    }

    @Override
    public void close() {
        ByteBuf rest = whole;
        whole = null;
        if (rest != null) {
            rest.release();
        }
    }
}
