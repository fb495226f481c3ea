package im.hongyan.gateway.transport;

import com.google.protobuf.ByteString;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.json.JsonFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A DELIVER frame for many clients: its bytes are made once and shared. Reference counted: the maker holds one reference,
 * every outbox one more. Safe for concurrent use.
 */
public final class SharedDeliver extends AbstractReferenceCounted implements Outgoing {
    private final ByteString message;
    private final ByteBuf binary;
    private byte @Nullable [] text;

    private SharedDeliver(ByteString message, ByteBuf binary) {
        this.message = message;
        this.binary = binary;
    }

    /** Around an encoded {@code Message}, which is used as it is. The caller holds one reference. */
    public static SharedDeliver of(ByteString message) {
        int bytes = FrameCodec.deliverLength(message.size());
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        FrameCodec.deliver(message.asReadOnlyByteBuffer(), buffer.internalNioBuffer(0, bytes));
        return new SharedDeliver(message, buffer.writerIndex(bytes));
    }

    /** One more reference, for one more outbox. */
    public SharedDeliver share() {
        retain();
        return this;
    }

    @Override
    public int bytes() {
        return binary.readableBytes();
    }

    @Override
    public ByteBuf binary(ByteBufAllocator allocator) {
        ByteBuf share = binary.retainedDuplicate();
        release();
        return share;
    }

    @Override
    public ByteBuf text(ByteBufAllocator allocator) {
        ByteBuf share = Unpooled.wrappedBuffer(json());
        release();
        return share;
    }

    @Override
    public void drop() {
        release();
    }

    private synchronized byte[] json() {
        byte[] made = text;
        if (made == null) {
            made = JsonFrames.deliver(message).getBytes(StandardCharsets.UTF_8);
            text = made;
        }
        return made;
    }

    @Override
    protected void deallocate() {
        binary.release();
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        binary.touch(hint);
        return this;
    }
}
