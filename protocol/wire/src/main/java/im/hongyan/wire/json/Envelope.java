package im.hongyan.wire.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.FrameTypes;
import im.hongyan.wire.WireException;
import im.hongyan.wire.frame.FrameType;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands around the body: read first and in any order, because a body can be read only when its type is known. */
record Envelope(FrameType type, int requestId) {
    static final String TYPE = "type";
    static final String REQUEST_ID = "requestId";
    static final String BODY = "body";

    private static final Map<String, FrameType> TYPES = types();

    private static Map<String, FrameType> types() {
        Map<String, FrameType> types = new HashMap<>();
        for (int number = 0; number < 256; number++) {
            FrameType type = FrameTypes.ofNumber(number);
            if (type != null) {
                types.put(type.name(), type);
            }
        }
        return Map.copyOf(types);
    }

    /** Reads the whole text: when this returns, it is one JSON object and nothing behind it. */
    static Envelope read(JsonReader in) throws IOException, WireException {
        Set<String> seen = new HashSet<>();
        String type = null;
        int requestId = 0;
        boolean unknown = false;
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            throw new MalformedJsonException("not an object");
        }
        in.beginObject();
        while (in.peek() != JsonToken.END_OBJECT) {
            String name = in.nextName();
            if (!seen.add(name)) {
                throw new MalformedJsonException("a member twice");
            }
            switch (name) {
                case TYPE -> type = text(in);
                case REQUEST_ID -> requestId = requestId(in);
                case BODY -> in.skipValue();
                default -> {
                    unknown = true;
                    in.skipValue();
                }
            }
        }
        in.endObject();
        if (in.peek() != JsonToken.END_DOCUMENT) {
            throw new MalformedJsonException("text behind the frame");
        }
        if (unknown) {
            throw invalid(requestId, null, "a text frame has the members type, requestId and body");
        }
        return new Envelope(type(type, requestId), requestId);
    }

    private static FrameType type(@Nullable String name, int requestId) throws WireException {
        if (name == null) {
            throw invalid(requestId, TYPE, "must be the name of a frame type");
        }
        FrameType type = TYPES.get(name);
        if (type == null) {
            throw new WireException(ErrorCode.UNKNOWN_COMMAND, "no frame has this type", requestId);
        }
        return type;
    }

    private static @Nullable String text(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.STRING) {
            return in.nextString();
        }
        in.skipValue();
        return null;
    }

    private static int requestId(JsonReader in) throws IOException, WireException {
        try {
            if (in.peek() == JsonToken.NUMBER) {
                return (int) JsonNumbers.integer(in.nextString(), 0, 0xFFFF_FFFFL);
            }
        } catch (NumberFormatException e) {
            // refused below, as anything else that is no such number
        }
        throw invalid(0, REQUEST_ID, "must be an integer from 0 to 4294967295");
    }

    private static WireException invalid(int requestId, @Nullable String field, String message) {
        return new WireException(ErrorCode.INVALID_FIELD, message, requestId, field);
    }
}
