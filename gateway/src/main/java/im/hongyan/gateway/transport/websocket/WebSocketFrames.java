package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.time.Budget;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.Carrier;
import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.Incoming;
import im.hongyan.gateway.transport.Outgoing;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.port.FrameDeadline;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.json.JsonFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * One message of a WebSocket is one frame of ours: binary as on TCP, text as JSON. Who begins in text is answered in text.
 * Pings and pongs are answered and counted here; a close frame is left to Reactor Netty unless we are closing ourselves.
 */
// A write that fails ends the channel, and that is told by its close future.
@SuppressWarnings("FutureReturnValueIgnored")
final class WebSocketFrames extends ChannelInboundHandlerAdapter implements Carrier {
    private final WebSocketMessage message = new WebSocketMessage();
    private final StrictDecoder decoder = new StrictDecoder(this::room);
    private final FrameDeadline deadline;
    private final Budget pings;
    private final int maxBodyBytes;
    private boolean admitted;
    private boolean muted;
    private boolean text;
    private long frames;
    private long complete;
    private long receivedBytes;

    WebSocketFrames(TransportProperties properties, Wheel wheel) {
        this.maxBodyBytes = (int) properties.frameBody().toBytes();
        this.pings = new Budget(properties.connections().pingsPerSecond(), System.nanoTime());
        this.deadline = new FrameDeadline(
                wheel, properties.frameDeadline(), channel -> channel.config().isAutoRead(), this::late);
    }

    /** Goes before this one and cuts the frames that this one puts together. */
    StrictDecoder decoder() {
        return decoder;
    }

    /** What the message that comes, or is being put together, may still have. */
    private int room() {
        return FrameHeader.BYTES + limit() - message.bytes();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof WebSocketFrame frame)) {
            ctx.fireChannelRead(msg);
            return;
        }
        receivedBytes += frame.content().readableBytes();
        if (frame instanceof CloseWebSocketFrame && !muted) {
            ctx.fireChannelRead(msg);
            return;
        }
        try {
            if (muted) {
                endOnClose(ctx, frame);
            } else if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
                answerPing(ctx, frame);
            } else {
                append(ctx, frame);
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
        if (!message.isOpen()) {
            complete++;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        deadline.look(ctx, !muted && (message.isOpen() || decoder.isPartial()), complete);
        ctx.fireChannelReadComplete();
    }

    private void late(ChannelHandlerContext ctx) {
        if (!muted) {
            refused(ctx, deadline.refusal());
        }
    }

    /** What the decoder found broken. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case TooLongFrameException tooLong -> tooLong(ctx);
            case CorruptedWebSocketFrameException broken -> violated(ctx, ErrorCode.MALFORMED, broken.closeStatus());
            default -> ctx.fireExceptionCaught(cause);
        }
    }

    /** Before the login as on any carrier; later the code of WebSocket itself says it. */
    private void tooLong(ChannelHandlerContext ctx) {
        if (admitted) {
            violated(ctx, ErrorCode.FRAME_TOO_LARGE, WebSocketCloseStatus.MESSAGE_TOO_BIG);
        } else if (!muted) {
            refused(
                    ctx,
                    new WireException(
                            ErrorCode.FRAME_TOO_LARGE, "a body has at most " + limit() + " bytes before WELCOME"));
        }
    }

    private static void endOnClose(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            ctx.close();
        }
    }

    private void answerPing(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (!pings.take(System.nanoTime())) {
            violated(ctx, ErrorCode.RATE_LIMITED, Closing.of(ErrorCode.RATE_LIMITED));
        } else if (frame instanceof PingWebSocketFrame && ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        }
    }

    private void append(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (!admitted && frames > 0) {
            refused(ctx, new WireException(ErrorCode.AUTH_REQUIRED, "nothing follows HELLO before WELCOME"));
            return;
        }
        WebSocketMessage.Step step = message.append(frame, ctx.alloc());
        switch (step) {
            case MORE -> {}
            case TOO_MANY_FRAGMENTS -> violated(ctx, ErrorCode.LIMIT_EXCEEDED, WebSocketCloseStatus.POLICY_VIOLATION);
            case COMPLETE -> {
                ByteBuf whole = message.take();
                try {
                    decode(ctx, whole.nioBuffer(), message.isText());
                } finally {
                    whole.release();
                }
            }
        }
    }

    private void decode(ChannelHandlerContext ctx, ByteBuffer bytes, boolean json) {
        if (frames++ == 0) {
            text = json;
        }
        try {
            Frame frame = json ? JsonFrames.decode(utf8(bytes), FrameHeader.BYTES + limit()) : binary(bytes, limit());
            ctx.fireChannelRead(new Incoming.Received(frame));
        } catch (CharacterCodingException notUtf8) {
            violated(ctx, ErrorCode.MALFORMED, WebSocketCloseStatus.INVALID_PAYLOAD_DATA);
        } catch (WireException broken) {
            refused(ctx, broken);
        }
    }

    private void refused(ChannelHandlerContext ctx, WireException broken) {
        muted |= !broken.recoverable();
        ctx.fireChannelRead(new Incoming.Refused(broken));
    }

    private static String utf8(ByteBuffer bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }

    private static Frame binary(ByteBuffer bytes, int maxBodyBytes) throws WireException {
        Frame frame = FrameCodec.decode(bytes, maxBodyBytes);
        if (frame == null || bytes.hasRemaining()) {
            throw new WireException(ErrorCode.MALFORMED, "a binary message is exactly one frame");
        }
        return frame;
    }

    private void violated(ChannelHandlerContext ctx, ErrorCode code, WebSocketCloseStatus status) {
        violated(ctx, code, new Closing(status.code(), status.reasonText()));
    }

    private void violated(ChannelHandlerContext ctx, ErrorCode code, Closing closing) {
        if (!muted) {
            muted = true;
            ctx.fireChannelRead(new Incoming.Violated(code, closing));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.stop();
        message.close();
    }

    @Override
    public Object message(Outgoing frame, ByteBufAllocator allocator) {
        return isText()
                ? new TextWebSocketFrame(frame.text(allocator))
                : new BinaryWebSocketFrame(frame.binary(allocator));
    }

    /** The form of the first message, even when it is refused before it is complete. */
    private boolean isText() {
        return frames == 0 ? decoder.sawText() : text;
    }

    @Override
    public void admit() {
        admitted = true;
    }

    @Override
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    private int limit() {
        return admitted ? maxBodyBytes : WireLimits.BODY_BYTES_BEFORE_LOGIN;
    }

    @Override
    public void mute() {
        muted = true;
    }

    /** Tells the client why and waits for its own close frame (RFC 6455 §7.1.1). */
    @Override
    public void end(ChannelHandlerContext ctx, Closing closing) {
        ctx.writeAndFlush(new CloseWebSocketFrame(closing.webSocketCode(), closing.reason()))
                .addListener((ChannelFutureListener) told -> {
                    if (told.isSuccess()) {
                        told.channel().config().setAutoRead(true);
                    } else {
                        told.channel().close();
                    }
                });
    }

    @Override
    public long receivedBytes() {
        return receivedBytes;
    }
}
