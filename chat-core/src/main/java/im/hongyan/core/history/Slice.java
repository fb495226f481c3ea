package im.hongyan.core.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.proto.LogPage;
import im.hongyan.wire.frame.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a page that fits into one frame: covers {@code (after, through]}, ascending.
 *
 * @param head of the conversation, as of the page
 */
record Slice(long after, long through, long head, List<Message> messages) {

    /** The page in pieces, ascending. */
    static List<Slice> of(LogPage page, long maxBytes) {
        List<Slice> slices = new ArrayList<>(1);
        List<Message> messages = new ArrayList<>();
        long after = page.getAfter();
        long bytes = 0;
        for (int i = 0; i < page.getMessagesCount(); i++) {
            ByteString encoded = page.getMessages(i);
            if (!messages.isEmpty() && bytes + encoded.size() > maxBytes) {
                long through = page.getSequences(i - 1);
                slices.add(new Slice(after, through, page.getHead(), messages));
                messages = new ArrayList<>();
                after = through;
                bytes = 0;
            }
            messages.add(decode(encoded));
            bytes += encoded.size();
        }
        slices.add(new Slice(after, page.getThrough(), page.getHead(), messages));
        return slices;
    }

    private static Message decode(ByteString encoded) {
        try {
            return Message.parseFrom(encoded);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException("the log holds a message that cannot be read", broken);
        }
    }
}
