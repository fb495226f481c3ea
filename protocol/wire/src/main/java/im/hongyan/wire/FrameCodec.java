package im.hongyan.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import im.hongyan.wire.frame.FrameType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Frames to bytes and back: pure functions over buffers, safe for concurrent use. Decoding never keeps a reference to the
 * buffer that it read, and looks at nothing of a body before its length has been checked. The byte order of a buffer that
 * is handed in does not matter and is left as it was.
 */
public final class FrameCodec {
    private static final int DELIVER_MESSAGE_TAG = 1 << 3 | 2;

    private FrameCodec() {}

    // ---- encode ------------------------------------------------------------------------------------------------

    /** The bytes of the whole frame. */
    public static int encodedLength(Frame frame) {
        return FrameHeader.BYTES + frame.body().getSerializedSize();
    }

    /** The frame in a heap buffer of exactly its length, ready to be read. */
    public static ByteBuffer encode(Frame frame) {
        ByteBuffer out = ByteBuffer.allocate(encodedLength(frame));
        encode(frame, out);
        return out.flip();
    }

    /**
     * Writes the frame at the position of {@code out} and moves the position behind it.
     *
     * @throws BufferOverflowException when less than {@link #encodedLength} bytes remain; nothing was written then
     */
    public static void encode(Frame frame, ByteBuffer out) {
        MessageLite body = frame.body();
        int bodyBytes = body.getSerializedSize();
        requireRoom(out, FrameHeader.BYTES + bodyBytes);
        writeHeader(out, frame.type().getNumber(), frame.requestId(), bodyBytes);
        try {
            if (out.hasArray()) {
                int offset = out.arrayOffset() + out.position();
                CodedOutputStream coded = CodedOutputStream.newInstance(out.array(), offset, bodyBytes);
                body.writeTo(coded);
                coded.checkNoSpaceLeft();
                out.position(out.position() + bodyBytes);
            } else {
                CodedOutputStream coded = CodedOutputStream.newInstance(out);
                body.writeTo(coded);
                coded.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a DELIVER frame around an encoded {@code Message} of that many bytes. */
    public static int deliverLength(int messageBytes) {
        return FrameHeader.BYTES + deliverBodyBytes(messageBytes);
    }

    /** A whole DELIVER frame around an encoded {@code Message}, which is copied as it is, not parsed. */
    public static ByteBuffer deliver(ByteString encodedMessage) {
        return deliver(encodedMessage.asReadOnlyByteBuffer());
    }

    /** As {@link #deliver(ByteString)}; the position of {@code encodedMessage} stays. */
    public static ByteBuffer deliver(ByteBuffer encodedMessage) {
        ByteBuffer out = ByteBuffer.allocate(deliverLength(encodedMessage.remaining()));
        deliver(encodedMessage, out);
        return out.flip();
    }

    /**
     * Writes a whole DELIVER frame at the position of {@code out}; the position of {@code encodedMessage} stays.
     *
     * @throws BufferOverflowException when less than {@link #deliverLength} bytes remain; nothing was written then
     */
    public static void deliver(ByteBuffer encodedMessage, ByteBuffer out) {
        int messageBytes = encodedMessage.remaining();
        int bodyBytes = deliverBodyBytes(messageBytes);
        requireRoom(out, FrameHeader.BYTES + bodyBytes);
        writeHeader(out, FrameType.DELIVER_VALUE, 0, bodyBytes);
        out.put((byte) DELIVER_MESSAGE_TAG);
        int rest = messageBytes;
        while (rest > 0x7F) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
        out.put(out.position(), encodedMessage, encodedMessage.position(), messageBytes);
        out.position(out.position() + messageBytes);
    }

    private static int deliverBodyBytes(int messageBytes) {
        return 1 + CodedOutputStream.computeUInt32SizeNoTag(messageBytes) + messageBytes;
    }

    private static void writeHeader(ByteBuffer out, int type, int requestId, int bodyBytes) {
        ByteOrder order = out.order();
        out.order(ByteOrder.BIG_ENDIAN)
                .put((byte) FrameHeader.MAGIC)
                .put((byte) FrameHeader.VERSION)
                .put((byte) type)
                .put((byte) 0)
                .putInt(requestId)
                .putInt(bodyBytes)
                .order(order);
    }

    private static void requireRoom(ByteBuffer out, int bytes) {
        if (out.remaining() < bytes) {
            throw new BufferOverflowException();
        }
    }

    // ---- decode ------------------------------------------------------------------------------------------------

    /**
     * One frame from the position of {@code in}, which is moved behind it.
     *
     * @return null when more bytes are needed; the position is unchanged then
     * @throws WireException when what is there breaks the protocol. When it is {@linkplain WireException#recoverable()
     *     recoverable} the position is behind the frame, otherwise the stream cannot go on.
     */
    public static @Nullable Frame decode(ByteBuffer in, int maxBodyBytes) throws WireException {
        int start = in.position();
        FrameHeader header = readHeader(in, maxBodyBytes);
        if (header == null) {
            return null;
        }
        if (in.remaining() < header.bodyBytes()) {
            in.position(start);
            return null;
        }
        return readBody(header, in);
    }

    /**
     * The header at the position of {@code in}, which is moved behind it. What is wrong is told as soon as the byte that is
     * wrong is there, so that a stranger is not waited for.
     *
     * @return null when fewer than {@link FrameHeader#BYTES} bytes remain; the position is unchanged then
     * @throws WireException MALFORMED, UNSUPPORTED_VERSION, UNSUPPORTED_CODEC or FRAME_TOO_LARGE; none is recoverable
     */
    public static @Nullable FrameHeader readHeader(ByteBuffer in, int maxBodyBytes) throws WireException {
        int start = in.position();
        int available = in.remaining();
        if (available > 0 && in.get(start) != (byte) FrameHeader.MAGIC) {
            throw new WireException(ErrorCode.MALFORMED, "a frame begins with 0xE9");
        }
        if (available > 1 && in.get(start + 1) != FrameHeader.VERSION) {
            throw new WireException(ErrorCode.UNSUPPORTED_VERSION, "the version must be " + FrameHeader.VERSION);
        }
        if (available > 3 && in.get(start + 3) != 0) {
            throw new WireException(
                    ErrorCode.UNSUPPORTED_CODEC, "the flags must be 0: version 1 has no codec but plain");
        }
        if (available < FrameHeader.BYTES) {
            return null;
        }
        int requestId = bigEndianInt(in, start + 4);
        int bodyBytes = bigEndianInt(in, start + 8);
        if (bodyBytes < 0) {
            throw new WireException(ErrorCode.MALFORMED, "the length of a body is below 2^31", requestId);
        }
        if (bodyBytes > maxBodyBytes) {
            throw new WireException(
                    ErrorCode.FRAME_TOO_LARGE, "a body has at most " + maxBodyBytes + " bytes here", requestId);
        }
        in.position(start + FrameHeader.BYTES);
        return new FrameHeader(Byte.toUnsignedInt(in.get(start + 2)), requestId, bodyBytes);
    }

    /**
     * The frame whose body begins at the position of {@code in}, which is moved behind it, also when this throws.
     *
     * @param in holds the whole body
     * @throws WireException UNKNOWN_COMMAND (recoverable) or MALFORMED
     */
    public static Frame readBody(FrameHeader header, ByteBuffer in) throws WireException {
        ByteBuffer body = in.slice(in.position(), header.bodyBytes());
        in.position(in.position() + header.bodyBytes());
        FrameType type = FrameTypes.ofNumber(header.type());
        if (type == null) {
            throw new WireException(
                    ErrorCode.UNKNOWN_COMMAND, "no frame has the type " + header.type(), header.requestId());
        }
        try {
            return new Frame(type, header.requestId(), FrameTypes.parser(type).parseFrom(body));
        } catch (InvalidProtocolBufferException e) {
            throw new WireException(ErrorCode.MALFORMED, "the body of " + type + " does not parse", header.requestId());
        }
    }

    private static int bigEndianInt(ByteBuffer in, int index) {
        int value = in.getInt(index);
        return in.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }
}
