package im.hongyan.bench.load;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Bytes of one connection to frames, each parsed where it lies. */
final class FrameCutter extends ByteToMessageDecoder {
    /** What the driver is ready to read in one frame; more than any server sends. */
    static final int MAX_BODY_BYTES = 4 << 20;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws WireException {
        while (in.readableBytes() >= FrameHeader.BYTES) {
            Frame frame = FrameCodec.decode(in.nioBuffer(), MAX_BODY_BYTES);
            if (frame == null) {
                return;
            }
            in.skipBytes(FrameHeader.BYTES + in.getInt(in.readerIndex() + 8));
            out.add(frame);
        }
    }
}
