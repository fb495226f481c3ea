package im.hongyan.gateway.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Netty's decoder of RFC 6455 frames, with a limit that changes: a length is judged as soon as the header is there, before a
 * byte of the payload is buffered. What is broken is thrown, nothing is written. Confined to its event loop.
 */
final class StrictDecoder extends WebSocket13FrameDecoder {
    private static final int OPCODE = 0x0F;
    private static final int TEXT = 0x01;
    private static final int CONTROL = 0x08;

    private final IntSupplier room;
    private boolean judged;
    private boolean text;
    private boolean ended;

    /** @param room the largest payload of the next data frame, in bytes */
    StrictDecoder(IntSupplier room) {
        super(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .maxFramePayloadLength(Integer.MAX_VALUE)
                .build());
        this.room = room;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (ended) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!judged && !judge(in)) {
            return;
        }
        boolean sound = false;
        try {
            super.decode(ctx, in, out);
            sound = true;
        } finally {
            ended = !sound;
        }
        if (!out.isEmpty()) {
            judged = false;
            ended = out.getLast() instanceof CloseWebSocketFrame;
        }
    }

    /** False when more bytes are needed. Control frames have a small limit of their own, which Netty knows. */
    private boolean judge(ByteBuf in) {
        int first = in.readerIndex();
        int seven = in.readableBytes() < 2 ? 0 : in.getByte(first + 1) & 0x7F;
        int header = seven < 126 ? 2 : seven == 126 ? 4 : 10;
        if (in.readableBytes() < header) {
            return false;
        }
        long length =
                switch (header) {
                    case 2 -> seven;
                    case 4 -> in.getUnsignedShort(first + 2);
                    default -> in.getLong(first + 2);
                };
        int opcode = in.getByte(first) & OPCODE;
        text |= opcode == TEXT;
        boolean data = (opcode & CONTROL) == 0;
        if (data && (length < 0 || length > room.getAsInt())) {
            ended = true;
            throw new TooLongFrameException("a message is longer than the limit");
        }
        judged = true;
        return true;
    }

    /** Whether a text message has begun, ever. */
    boolean sawText() {
        return text;
    }

    /** Whether a frame has begun and is not complete. */
    boolean isPartial() {
        return !ended && (judged || actualReadableBytes() > 0);
    }
}
