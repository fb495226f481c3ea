package im.hongyan.link.call.rsocket.frame;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import im.hongyan.link.call.OpenCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What travels in the payloads, as pure functions over buffers. Integers are big-endian.
 *
 * <pre>
 * setup    version u8 | secret …
 * ping     kind u8 = 0
 * calls    kind u8 = 1 | (routeLength u8 | route | bodyLength u32 | body) …      the index of a call is its place
 * stream   kind u8 = 2 | routeLength u8 | route | body …
 * answers  (index u16 | status u8 | bodyLength u32 | body) …
 * item     body …
 * </pre>
 *
 * <p>Readers trust nothing: whatever does not fit throws {@link IndexOutOfBoundsException} or {@link
 * InvalidProtocolBufferException}. Nobody here releases a buffer that was handed in.
 */
public final class CallFrames {
    /** Of this layout; another one is not let in. */
    public static final byte VERSION = 1;

    /** Larger payloads travel in parts of this size, so that nothing is held up by them. */
    public static final int PART_BYTES = 64 * 1024;

    /** The longest payload that is sent or put together. */
    public static final int PAYLOAD_BYTES = 8 * 1024 * 1024;

    public static final byte PING = 0;
    public static final byte CALLS = 1;
    public static final byte STREAM = 2;

    private static final int CALL_OVERHEAD_BYTES = 1 + 1 + Integer.BYTES;
    private static final int ANSWER_OVERHEAD_BYTES = Short.BYTES + 1 + Integer.BYTES;

    private CallFrames() {}

    /** One call of a batch, or one stream, as it was read. The body is a view of the payload. */
    public record Question(String route, ByteBuf body) {}

    /** One answer. Without a body unless it was answered. */
    public record Answer(
            int index, CallStatus status, @Nullable MessageLite body) {
        public int sizeBytes() {
            return ANSWER_OVERHEAD_BYTES + (body == null ? 0 : body.getSerializedSize());
        }
    }

    public static byte[] setup(String secret) {
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        byte[] setup = new byte[1 + text.length];
        setup[0] = VERSION;
        System.arraycopy(text, 0, setup, 1, text.length);
        return setup;
    }

    /** Whether the peer speaks our version and knows the secret; takes the same time for every wrong secret. */
    public static boolean admits(ByteBuf setup, String secret) {
        if (!setup.isReadable() || setup.readByte() != VERSION) {
            return false;
        }
        byte[] offered = new byte[setup.readableBytes()];
        setup.readBytes(offered);
        return MessageDigest.isEqual(offered, secret.getBytes(StandardCharsets.UTF_8));
    }

    public static int sizeBytes(OpenCall<?> call) {
        return CALL_OVERHEAD_BYTES
                + call.route().name().length()
                + call.request().getSerializedSize();
    }

    public static ByteBuf calls(ByteBufAllocator allocator, List<? extends OpenCall<?>> calls) {
        int size = 1;
        for (OpenCall<?> call : calls) {
            size += sizeBytes(call);
        }
        ByteBuf out = allocator.buffer(size).writeByte(CALLS);
        for (OpenCall<?> call : calls) {
            writeRoute(out, call.route().name());
            out.writeInt(call.request().getSerializedSize());
            writeBody(out, call.request());
        }
        return out;
    }

    public static ByteBuf stream(ByteBufAllocator allocator, String route, MessageLite request) {
        ByteBuf out = allocator
                .buffer(2 + route.length() + request.getSerializedSize())
                .writeByte(STREAM);
        writeRoute(out, route);
        writeBody(out, request);
        return out;
    }

    public static ByteBuf item(ByteBufAllocator allocator, MessageLite body) {
        ByteBuf out = allocator.buffer(body.getSerializedSize());
        writeBody(out, body);
        return out;
    }

    public static ByteBuf answers(ByteBufAllocator allocator, List<Answer> answers) {
        int size = 0;
        for (Answer answer : answers) {
            size += answer.sizeBytes();
        }
        ByteBuf out = allocator.buffer(size);
        for (Answer answer : answers) {
            out.writeShort(answer.index()).writeByte(answer.status().wire());
            MessageLite body = answer.body();
            if (body == null) {
                out.writeInt(0);
            } else {
                out.writeInt(body.getSerializedSize());
                writeBody(out, body);
            }
        }
        return out;
    }

    /** Reads the next call of a batch; the kind has been read. */
    public static Question readCall(ByteBuf in) {
        String route = readRoute(in);
        return new Question(route, in.readSlice(in.readInt()));
    }

    /** Reads the question of a stream; the kind has been read. */
    public static Question readStream(ByteBuf in) {
        return new Question(readRoute(in), in);
    }

    public static <M extends MessageLite> M parse(Parser<M> parser, ByteBuf body)
            throws InvalidProtocolBufferException {
        return parser.parseFrom(CodedInputStream.newInstance(body.nioBuffer()));
    }

    private static void writeRoute(ByteBuf out, String route) {
        out.writeByte(route.length());
        out.writeCharSequence(route, StandardCharsets.US_ASCII);
    }

    private static String readRoute(ByteBuf in) {
        return in.readCharSequence(in.readUnsignedByte(), StandardCharsets.US_ASCII)
                .toString();
    }

    private static void writeBody(ByteBuf out, MessageLite body) {
        int size = body.getSerializedSize();
        out.ensureWritable(size);
        CodedOutputStream stream = CodedOutputStream.newInstance(out.nioBuffer(out.writerIndex(), size));
        try {
            body.writeTo(stream);
            stream.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.writerIndex(out.writerIndex() + size);
    }
}
