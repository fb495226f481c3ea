package im.hongyan.wire.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.WireException;
import im.hongyan.wire.frame.Hello;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one body by its descriptor, in one pass over the tokens: what the descriptor does not know is refused where it
 * stands, so neither depth nor the number of members can grow. For one body, by one thread.
 */
final class JsonBody {
    /** The members of every message of frames.proto, by JSON name and by name. */
    private static final Map<Descriptor, Map<String, FieldDescriptor>> MEMBERS = members();

    private static Map<Descriptor, Map<String, FieldDescriptor>> members() {
        Map<Descriptor, Map<String, FieldDescriptor>> all = new HashMap<>();
        for (Descriptor type : Hello.getDescriptor().getFile().getMessageTypes()) {
            Map<String, FieldDescriptor> members = new HashMap<>();
            for (FieldDescriptor field : type.getFields()) {
                members.put(field.getName(), field);
                members.put(field.getJsonName(), field);
            }
            all.put(type, Map.copyOf(members));
        }
        return Map.copyOf(all);
    }

    private final JsonReader in;
    private final int requestId;
    private final Deque<String> path = new ArrayDeque<>();

    JsonBody(JsonReader in, int requestId) {
        this.in = in;
        this.requestId = requestId;
    }

    Message read(Message empty) throws IOException, WireException {
        expect(JsonToken.BEGIN_OBJECT, "an object");
        Message.Builder builder = empty.newBuilderForType();
        Map<String, FieldDescriptor> members = MEMBERS.getOrDefault(empty.getDescriptorForType(), Map.of());
        long seen = 0;
        in.beginObject();
        while (in.peek() != JsonToken.END_OBJECT) {
            FieldDescriptor field = members.get(in.nextName());
            if (field == null) {
                throw invalid("has a member that this version does not know");
            }
            path.addLast(field.getName());
            if ((seen & 1L << field.getIndex()) != 0) {
                throw new WireException(
                        ErrorCode.MALFORMED, "a member is given once", requestId, String.join(".", path));
            }
            seen |= 1L << field.getIndex();
            member(builder, field);
            path.removeLast();
        }
        in.endObject();
        return builder.build();
    }

    private void member(Message.Builder builder, FieldDescriptor field) throws IOException, WireException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
        } else if (field.isRepeated()) {
            expect(JsonToken.BEGIN_ARRAY, "an array");
            in.beginArray();
            while (in.peek() != JsonToken.END_ARRAY) {
                builder.addRepeatedField(field, value(builder, field));
            }
            in.endArray();
        } else {
            OneofDescriptor oneof = field.getContainingOneof();
            if (oneof != null && builder.hasOneof(oneof)) {
                throw invalid("is one of several that exclude each other");
            }
            builder.setField(field, value(builder, field));
        }
    }

    private Object value(Message.Builder builder, FieldDescriptor field) throws IOException, WireException {
        return switch (field.getType()) {
            case STRING -> text();
            case BYTES -> bytes();
            case BOOL -> {
                expect(JsonToken.BOOLEAN, "true or false");
                yield in.nextBoolean();
            }
            case INT32, SINT32, SFIXED32 -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32, FIXED32 -> (int) integer(0, 0xFFFF_FFFFL);
            case INT64, SINT64, SFIXED64 -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> floating();
            case ENUM -> enumeration(field);
            case MESSAGE -> read(builder.newBuilderForField(field).getDefaultInstanceForType());
            case FLOAT, UINT64, FIXED64, GROUP ->
                throw new IllegalStateException("frames.proto has no field of type " + field.getType());
        };
    }

    private String text() throws IOException, WireException {
        expect(JsonToken.STRING, "a string");
        String text = in.nextString();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    throw invalid("must be well-formed Unicode, without a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }

    private ByteString bytes() throws IOException, WireException {
        String base64 = text().replace('-', '+').replace('_', '/');
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw invalid("must be base64");
        }
    }

    private long integer(long least, long most) throws IOException, WireException {
        try {
            return JsonNumbers.integer(number(), least, most);
        } catch (NumberFormatException e) {
            throw invalid("must be an integer from " + least + " to " + most);
        }
    }

    private double floating() throws IOException, WireException {
        try {
            return JsonNumbers.floating(number());
        } catch (NumberFormatException e) {
            throw invalid("must be a number");
        }
    }

    private String number() throws IOException, WireException {
        if (in.peek() != JsonToken.STRING) {
            expect(JsonToken.NUMBER, "a number");
        }
        return in.nextString();
    }

    private EnumValueDescriptor enumeration(FieldDescriptor field) throws IOException, WireException {
        if (in.peek() == JsonToken.NUMBER) {
            return field.getEnumType()
                    .findValueByNumberCreatingIfUnknown((int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        EnumValueDescriptor value = field.getEnumType().findValueByName(text());
        if (value == null) {
            throw invalid("must be one of the names in frames.proto");
        }
        return value;
    }

    private void expect(JsonToken token, String what) throws IOException, WireException {
        if (in.peek() != token) {
            throw invalid("must be " + what);
        }
    }

    private WireException invalid(String message) {
        String field = String.join(".", path);
        return new WireException(ErrorCode.INVALID_FIELD, message, requestId, field.isEmpty() ? null : field);
    }
}
