package im.hongyan.client.timeline;

import im.hongyan.wire.frame.Message;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One conversation as this device knows it. Loop-confined. */
final class Timeline {
    final String conversation;

    /** Everything up to here was applied by the application. */
    long applied;
    /** Everything up to here was handed to the inbox, or is void. */
    long taken;
    /** The highest number that is known to exist. */
    long head;

    /** {@link #taken} when the connection began. */
    long atConnect;

    /** Whether the answer that is coming in has brought anything. */
    boolean advanced;
    /** Not asked for before this time; set after an answer that brought nothing. */
    boolean quiet;

    long quietUntilNanos;
    /** Answers in a row that brought nothing. */
    int fruitless;

    private final TreeMap<Long, Message> early = new TreeMap<>();

    Timeline(String conversation, long cursor) {
        this.conversation = conversation;
        this.applied = cursor;
        this.taken = cursor;
        this.head = cursor;
    }

    boolean isBehind() {
        return head > taken;
    }

    /** Keeps a message that came before its turn; false when it is held already. */
    boolean holdEarly(Message message) {
        return early.putIfAbsent(message.getSequence(), message) == null;
    }

    /** The held message whose turn it is, removed; null when it is not there. */
    @Nullable Message nextEarly() {
        return early.remove(taken + 1);
    }

    /** A held message that was passed meanwhile, removed; null when there is none. */
    @Nullable Message passedEarly() {
        return early.isEmpty() || early.firstKey() > taken
                ? null
                : early.pollFirstEntry().getValue();
    }
}
