package im.hongyan.bench.driver;

import com.google.protobuf.MessageLite;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames in Netty's buffers. */
public final class Frames {
    private Frames() {}

    /** One frame in a buffer of the allocator; the caller owns it. */
    public static ByteBuf encode(ByteBufAllocator allocator, FrameType type, int requestId, MessageLite body) {
        Frame frame = new Frame(type, requestId, body);
        int length = FrameCodec.encodedLength(frame);
        ByteBuf out = allocator.directBuffer(length, length);
        FrameCodec.encode(frame, out.internalNioBuffer(0, length));
        return out.writerIndex(length);
    }

    private static @Nullable Frame decode(ByteBuf in) throws WireException {
        ByteBuffer view = in.nioBuffer();
        Frame frame = FrameCodec.decode(view, WireLimits.BODY_BYTES);
        in.skipBytes(view.position());
        return frame;
    }

    /** Cuts frames out of a stream of bytes. */
    public static final class FromBytes extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws WireException {
            Frame frame = Frames.decode(in);
            if (frame != null) {
                out.add(frame);
            }
        }
    }

    /** One binary WebSocket message is one frame. */
    static final class FromWebSocket extends MessageToMessageDecoder<BinaryWebSocketFrame> {
        @Override
        protected void decode(ChannelHandlerContext context, BinaryWebSocketFrame message, List<Object> out)
                throws WireException {
            Frame frame = Frames.decode(message.content());
            if (frame == null) {
                throw new IllegalStateException("the server sent a WebSocket message that is no whole frame");
            }
            out.add(frame);
        }
    }
}
