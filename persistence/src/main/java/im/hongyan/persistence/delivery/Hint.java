package im.hongyan.persistence.delivery;

import com.google.protobuf.ByteString;
import im.hongyan.persistence.log.ConversationKey;
import java.util.List;

/** What gateways may want to know after a commit. */
public sealed interface Hint {

    ConversationKey conversation();

    /**
     * A message is in the log.
     *
     * @param body the encoded message
     * @param alsoNotify users to tell beside the members
     */
    record Stored(ConversationKey conversation, long sequence, ByteString body, List<String> alsoNotify)
            implements Hint {}

    /** Holes were closed: everything up to the head may be read now. */
    record HeadMoved(ConversationKey conversation, long head) implements Hint {}
}
