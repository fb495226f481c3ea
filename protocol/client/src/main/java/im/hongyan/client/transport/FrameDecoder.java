package im.hongyan.client.transport;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts frames out of a stream of bytes. A frame of a newer server that this version does not know is skipped. */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final Logger log = LoggerFactory.getLogger(FrameDecoder.class);

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws WireException {
        ByteBuffer bytes = in.nioBuffer();
        try {
            Frame frame = FrameCodec.decode(bytes, WireLimits.BODY_BYTES);
            if (frame != null) {
                out.add(frame);
            }
        } catch (WireException e) {
            if (!e.recoverable()) {
                throw e;
            }
            log.debug("skipped: {}", e.getMessage());
        } finally {
            in.skipBytes(bytes.position());
        }
    }
}
