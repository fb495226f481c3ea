package im.hongyan.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import im.hongyan.wire.frame.FrameType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames of every type with every field of every kind, by their descriptors, so that a new field is covered by itself. */
final class RandomFrames {
    private static final List<FrameType> TYPES = Arrays.stream(FrameType.values())
            .filter(type -> type != FrameType.UNRECOGNIZED && type != FrameType.FRAME_TYPE_UNSPECIFIED)
            .toList();
    private static final String[] TEXTS = {
        "", "a", "alice", "d:a:b", "鸿雁", "👩‍👧", "\u0000", "\"\\\n\u2028", "مرحبا", "x".repeat(200)
    };
    private static final long[] NUMBERS = {0, 1, -1, 127, 128, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] DOUBLES = {0, -0.0, 1.5, -116.397155, Double.MIN_VALUE, Double.MAX_VALUE, 1e-7};

    private final Random random;

    private RandomFrames(Random random) {
        this.random = random;
    }

    static Frame next(Random random) {
        FrameType type = TYPES.get(random.nextInt(TYPES.size()));
        Message empty = FrameTypes.emptyBody(type);
        return new Frame(type, random.nextInt(), new RandomFrames(random).message(empty));
    }

    private Message message(Message empty) {
        Message.Builder builder = empty.newBuilderForType();
        for (FieldDescriptor field : empty.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    builder.addRepeatedField(field, value(builder, field));
                }
            } else if (random.nextBoolean()) {
                builder.setField(field, value(builder, field));
            }
        }
        return builder.build();
    }

    private Object value(Message.Builder builder, FieldDescriptor field) {
        long number = random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextLong();
        return switch (field.getJavaType()) {
            case INT -> (int) number;
            case LONG -> number;
            case DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
            case BOOLEAN -> random.nextBoolean();
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case BYTE_STRING -> bytes();
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case MESSAGE -> message(builder.newBuilderForField(field).getDefaultInstanceForType());
            case FLOAT -> throw new IllegalStateException("frames.proto has no float");
        };
    }

    private ByteString bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
