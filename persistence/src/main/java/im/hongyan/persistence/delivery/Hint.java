package im.hongyan.persistence.delivery;

import com.google.protobuf.ByteString;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Place;
import java.util.List;

/** What others may want to know after a commit. */
public sealed interface Hint {

    ConversationKey conversation();

    /** What gateways may want to know. */
    sealed interface Told extends Hint {}

    /**
     * A message is in the log.
     *
     * @param body the encoded message
     * @param alsoNotify users to tell beside the members
     */
    record Stored(ConversationKey conversation, long sequence, ByteString body, List<String> alsoNotify)
            implements Told {

        public Place place() {
            return new Place(conversation, sequence);
        }

        /** The same with another body. */
        public Stored withBody(ByteString other) {
            return new Stored(conversation, sequence, other, alsoNotify);
        }
    }

    /** Holes were closed: everything up to the head may be read now. */
    record HeadMoved(ConversationKey conversation, long head) implements Told {}

    /** A stored message is not what it was. Gateways are told by the message that changed it; caches forget the old one. */
    record Rewritten(Place place) implements Hint {
        @Override
        public ConversationKey conversation() {
            return place.conversation();
        }
    }
}
