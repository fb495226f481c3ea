package im.hongyan.wire.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameTypes;
import im.hongyan.wire.WireException;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Frames as JSON: <code>{"type":"SEND","requestId":1,"body":{…}}</code>, the body in the proto3 JSON mapping. Pure
 * functions, safe for concurrent use. Reading is stricter than the mapping asks for: a member that is not known, given
 * twice, or of another JSON type is refused, so that nothing that was written is dropped in silence.
 */
public final class JsonFrames {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();
    private static final int MAX_DEPTH = 16;

    private JsonFrames() {}

    /** The frame as one line of JSON. */
    public static String encode(Frame frame) {
        return envelope(frame.type(), frame.requestId(), (MessageOrBuilder) frame.body());
    }

    /**
     * A DELIVER frame around an encoded {@code Message}.
     *
     * @throws IllegalArgumentException when that is no encoded {@code Message}
     */
    public static String deliver(ByteString encodedMessage) {
        try {
            var message = im.hongyan.wire.frame.Message.parseFrom(encodedMessage);
            return envelope(
                    FrameType.DELIVER,
                    0,
                    Deliver.newBuilder().setMessage(message).build());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an encoded Message", e);
        }
    }

    /** A part of a frame, such as a {@code Message}, by itself. */
    public static String json(MessageOrBuilder part) {
        StringBuilder json = new StringBuilder(256);
        append(part, json);
        return json.toString();
    }

    private static String envelope(FrameType type, int requestId, MessageOrBuilder body) {
        StringBuilder json = new StringBuilder(256).append("{\"type\":\"").append(type.name());
        json.append("\",\"requestId\":")
                .append(Integer.toUnsignedLong(requestId))
                .append(",\"body\":");
        append(body, json);
        return json.append('}').toString();
    }

    private static void append(MessageOrBuilder message, StringBuilder json) {
        try {
            PRINTER.appendTo(message, json);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    /**
     * The frame in the bytes that remain of {@code utf8}; its position afterwards is not specified.
     *
     * @throws WireException FRAME_TOO_LARGE, MALFORMED, UNKNOWN_COMMAND (recoverable) or INVALID_FIELD (recoverable)
     */
    public static Frame decode(ByteBuffer utf8, int maxBytes) throws WireException {
        if (utf8.remaining() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new WireException(ErrorCode.MALFORMED, "a text frame is UTF-8");
        }
        return decode(text, maxBytes);
    }

    /**
     * The frame in this text.
     *
     * @param maxBytes the limit; a text that is surely longer is refused unread
     * @throws WireException as {@link #decode(ByteBuffer, int)}
     */
    public static Frame decode(String text, int maxBytes) throws WireException {
        if (text.length() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        int requestId = 0;
        try {
            Envelope envelope = Envelope.read(reader(text));
            requestId = envelope.requestId();
            FrameType type = envelope.type();
            return new Frame(type, requestId, body(text, FrameTypes.emptyBody(type), requestId));
        } catch (IOException e) {
            throw new WireException(ErrorCode.MALFORMED, "a text frame is one JSON object", requestId);
        }
    }

    private static Message body(String text, Message empty, int requestId) throws IOException, WireException {
        JsonReader in = reader(text);
        in.beginObject();
        while (in.peek() != JsonToken.END_OBJECT) {
            if (in.nextName().equals(Envelope.BODY) && in.peek() != JsonToken.NULL) {
                return new JsonBody(in, requestId).read(empty);
            }
            in.skipValue();
        }
        return empty;
    }

    private static JsonReader reader(String text) {
        JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(MAX_DEPTH);
        return in;
    }

    private static WireException tooLarge(int maxBytes) {
        return new WireException(ErrorCode.FRAME_TOO_LARGE, "a text frame has at most " + maxBytes + " bytes here");
    }
}
