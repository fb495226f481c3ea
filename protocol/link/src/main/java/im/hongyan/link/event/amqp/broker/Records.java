package im.hongyan.link.event.amqp.broker;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The body of an AMQP message: 1..n records, each after its length as a varint. Pure functions. */
public final class Records {
    /** How the body is named in the properties of a message. */
    public static final String CONTENT_TYPE = "application/vnd.hongyan.records";

    private Records() {}

    public static byte[] encode(List<ByteString> records) {
        int size = 0;
        for (ByteString record : records) {
            size += CodedOutputStream.computeBytesSizeNoTag(record);
        }
        byte[] body = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(body);
        try {
            for (ByteString record : records) {
                out.writeBytesNoTag(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the size was counted wrongly", e);
        }
        return body;
    }

    /**
     * The records share the array, which must not change any more.
     *
     * @throws IOException when the body is not 1..n whole records
     */
    public static List<ByteString> decode(byte[] body) throws IOException {
        if (body.length == 0) {
            throw new IOException("the body is empty");
        }
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(body).newCodedInput();
        in.enableAliasing(true);
        List<ByteString> records = new ArrayList<>();
        while (!in.isAtEnd()) {
            records.add(in.readBytes());
        }
        return List.copyOf(records);
    }
}
