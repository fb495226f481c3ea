package im.hongyan.gateway.transport;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.json.JsonFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;

/** A frame on its way to one client. Exactly one of its methods that release is called, once. */
public sealed interface Outgoing permits Outgoing.Own, SharedDeliver {

    /** The length of its binary form; this is what counts against the device's window. */
    int bytes();

    /** The binary form, header included; the caller releases the buffer. Releases this. */
    ByteBuf binary(ByteBufAllocator allocator);

    /** The JSON form in UTF-8; the caller releases the buffer. Releases this. */
    ByteBuf text(ByteBufAllocator allocator);

    /** It will not be sent. Releases this. */
    void drop();

    /** A frame for this client alone, encoded when it is taken. Holds nothing that needs a release. */
    record Own(Frame frame) implements Outgoing {
        @Override
        public int bytes() {
            return FrameCodec.encodedLength(frame);
        }

        @Override
        public ByteBuf binary(ByteBufAllocator allocator) {
            int bytes = bytes();
            ByteBuf buffer = allocator.ioBuffer(bytes, bytes);
            ByteBuffer out = buffer.internalNioBuffer(0, bytes);
            FrameCodec.encode(frame, out);
            return buffer.writerIndex(bytes);
        }

        @Override
        public ByteBuf text(ByteBufAllocator allocator) {
            return ByteBufUtil.writeUtf8(allocator, JsonFrames.encode(frame));
        }

        @Override
        public void drop() {}
    }
}
