package im.hongyan.gateway.lane;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The conversations of one connection in which a send was refused as retryable: what the client had sent behind it must not
 * overtake it, so nothing goes on there until it comes again. A client that gave it up waits a while. Bounded; confined to
 * the executor.
 */
final class Interrupted {
    /** Longer than what was on its way behind the send can take to arrive. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int MAX_CONVERSATIONS = 256;

    private final Map<String, Awaited> conversations = new LinkedHashMap<>(4) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Awaited> eldest) {
            return size() > MAX_CONVERSATIONS;
        }
    };

    private record Awaited(String clientMessageId, long untilNanos) {}

    /** This send was refused and is awaited again. What is not even valid will not be stored and holds up nothing. */
    void begin(String conversation, Send refused, long nowNanos) {
        if (Ids.isConversation(conversation) && Ids.isClientMessageId(refused.getClientMessageId())) {
            conversations.put(conversation, new Awaited(refused.getClientMessageId(), nowNanos + LONGEST.toNanos()));
        }
    }

    /** Whether this send may go on; the one that is awaited ends the interruption. */
    boolean passes(String conversation, Send send, long nowNanos) {
        Awaited awaited = conversations.get(conversation);
        if (awaited == null) {
            return true;
        }
        if (awaited.clientMessageId().equals(send.getClientMessageId()) || nowNanos - awaited.untilNanos() >= 0) {
            conversations.remove(conversation);
            return true;
        }
        return false;
    }
}
