package im.hongyan.core.conversation;

import im.hongyan.link.proto.Principal;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** How far a conversation has been read and received; told by the room of receipts. */
public interface ReadMarks {

    /**
     * The marks of one conversation, as a user sees it.
     *
     * @param read by the user, on any device
     * @param peerRead by the peer of a direct conversation, else 0
     * @param peerReceived by a device of the peer of a direct conversation, else 0
     */
    record Marks(long read, long peerRead, long peerReceived) {
        public static final Marks NONE = new Marks(0, 0, 0);
    }

    /** The marks by conversation; absent where nothing was marked. */
    Mono<Map<String, Marks>> of(Principal user, List<String> conversations);
}
