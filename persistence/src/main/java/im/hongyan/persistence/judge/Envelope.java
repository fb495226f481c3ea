package im.hongyan.persistence.judge;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import im.hongyan.wire.frame.Message;
import java.io.IOException;

/** The encoded message inside an event, which everybody downstream uses as it is; here only its number matters. */
final class Envelope {
    private static final int SEQUENCE_TAG = Message.SEQUENCE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;

    private Envelope() {}

    /** The number that an encoded message carries. Walks over the other fields without building them. */
    static long sequence(ByteString message) throws IOException {
        CodedInputStream in = message.newCodedInput();
        long sequence = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == SEQUENCE_TAG) {
                sequence = in.readInt64();
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that did not begin");
            }
        }
        return sequence;
    }

    /** The same message with another number. The argument is one whose {@link #sequence} could be read. */
    static ByteString renumber(ByteString message, long sequence) {
        try {
            UnknownFieldSet.Field number =
                    UnknownFieldSet.Field.newBuilder().addVarint(sequence).build();
            return UnknownFieldSet.newBuilder()
                    .mergeFrom(message)
                    .clearField(Message.SEQUENCE_FIELD_NUMBER)
                    .addField(Message.SEQUENCE_FIELD_NUMBER, number)
                    .build()
                    .toByteString();
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalArgumentException("not an encoded message", unreadable);
        }
    }
}
