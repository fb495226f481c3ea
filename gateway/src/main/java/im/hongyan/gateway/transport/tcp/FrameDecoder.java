package im.hongyan.gateway.transport.tcp;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.Carrier;
import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.Incoming;
import im.hongyan.gateway.transport.Outgoing;
import im.hongyan.gateway.transport.port.FrameDeadline;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts frames out of a TCP stream. A length is checked as soon as the header is there, before a byte of the body is
 * buffered; a frame that has begun must be complete within the frame deadline, as long as we are reading.
 */
// A write that fails ends the channel, and that is told by its close future.
@SuppressWarnings("FutureReturnValueIgnored")
final class FrameDecoder extends ByteToMessageDecoder implements Carrier {
    private final FrameDeadline deadline;
    private final int maxBodyBytes;
    private @Nullable FrameHeader header;
    private boolean admitted;
    private boolean muted;
    private long frames;
    private long receivedBytes;

    FrameDecoder(Wheel wheel, Duration frameDeadline, int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
        this.deadline = new FrameDeadline(
                wheel, frameDeadline, channel -> channel.config().isAutoRead(), this::late);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (msg instanceof ByteBuf bytes) {
            receivedBytes += bytes.readableBytes();
        }
        super.channelRead(ctx, msg);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        deadline.look(ctx, isPartial(), frames);
        super.channelReadComplete(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ByteBuffer view = in.nioBuffer();
        try {
            while (!muted && decodeFrame(view, out)) {
                frames++;
            }
        } catch (WireException broken) {
            refuse(broken, out);
        }
        in.skipBytes(muted ? in.readableBytes() : view.position());
    }

    /** False when more bytes are needed. */
    private boolean decodeFrame(ByteBuffer view, List<Object> out) throws WireException {
        if (!admitted && frames > 0 && view.hasRemaining()) {
            throw new WireException(ErrorCode.AUTH_REQUIRED, "nothing follows HELLO before WELCOME");
        }
        if (header == null) {
            header = FrameCodec.readHeader(view, limit());
        }
        FrameHeader current = header;
        if (current == null || view.remaining() < current.bodyBytes()) {
            return false;
        }
        header = null;
        try {
            out.add(new Incoming.Received(FrameCodec.readBody(current, view)));
        } catch (WireException broken) {
            refuse(broken, out);
        }
        return true;
    }

    private void refuse(WireException broken, List<Object> out) {
        muted |= !broken.recoverable();
        out.add(new Incoming.Refused(broken));
    }

    private boolean isPartial() {
        return !muted && (header != null || actualReadableBytes() > 0);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        deadline.stop();
    }

    private void late(ChannelHandlerContext ctx) {
        if (!muted) {
            muted = true;
            ctx.fireChannelRead(new Incoming.Refused(deadline.refusal()));
        }
    }

    @Override
    public Object message(Outgoing frame, ByteBufAllocator allocator) {
        return frame.binary(allocator);
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

    /**
     * Ends our direction first and reads on until the client ends its own: closing at once while bytes of the client are
     * unread would make the system reset the connection and throw away our last words.
     */
    @Override
    public void end(ChannelHandlerContext ctx, Closing closing) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) flushed -> {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (tls == null) {
                shutdownOutput(ctx);
            } else {
                tls.closeOutbound().addListener(told -> shutdownOutput(ctx));
            }
        });
    }

    private static void shutdownOutput(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
            duplex.shutdownOutput();
            duplex.config().setAutoRead(true);
        } else {
            ctx.close();
        }
    }

    @Override
    public long receivedBytes() {
        return receivedBytes;
    }
}
