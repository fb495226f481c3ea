package im.hongyan.bench.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sends of one user into one conversation that have no final answer; as many as their sender begins. What was refused for
 * now comes again as from any client, oldest first: the oldest goes alone, after a pause, and when it is answered for good the
 * others follow, so that nothing overtakes it. Confined to the event loop; times are of the round's clock.
 */
final class Unanswered {
    static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private enum Flow {
        FREE,
        /** Nothing leaves until the pause is over and everything on the wire is answered. */
        PAUSED,
        /** The oldest of what was refused is on the wire, alone. */
        TRYING
    }

    private final Map<Integer, Mark> onTheWire = new HashMap<>();
    private final TreeMap<Integer, Mark> refused = new TreeMap<>();
    private Flow flow = Flow.FREE;
    private int pauses;
    private long pauseEndNanos;

    /** Messages, however often they were sent. */
    int size() {
        return onTheWire.size() + refused.size();
    }

    /** Whether a new message has to wait for those that come again. */
    boolean holdsBack() {
        return flow != Flow.FREE || !refused.isEmpty();
    }

    void sent(int requestId, Mark mark) {
        onTheWire.put(requestId, mark);
    }

    /** A final answer came; null when it is to nothing that is on the wire. */
    @Nullable Mark end(int requestId) {
        Mark mark = onTheWire.remove(requestId);
        if (mark != null && flow == Flow.TRYING) {
            flow = Flow.FREE;
            pauses = 0;
        }
        return mark;
    }

    /**
     * A refusal came that is not final.
     *
     * @param leastNanos what the server asked for
     * @return when the pause ends; there may be something to send again then
     */
    long refuse(int requestId, long nowNanos, long leastNanos) {
        Mark mark = onTheWire.remove(requestId);
        if (mark != null) {
            refused.put(mark.number(), mark);
            pauses += flow == Flow.PAUSED ? 0 : 1;
            long pause = Math.max(leastNanos, jittered(pauses));
            pauseEndNanos = flow == Flow.PAUSED ? Math.max(pauseEndNanos, nowNanos + pause) : nowNanos + pause;
            flow = Flow.PAUSED;
        }
        return pauseEndNanos;
    }

    /** The next message that goes again now, to be followed by {@link #sent}; null when none does. */
    @Nullable Mark again(long nowNanos) {
        if (flow == Flow.PAUSED && onTheWire.isEmpty() && nowNanos >= pauseEndNanos) {
            flow = Flow.TRYING;
        } else if (flow != Flow.FREE) {
            return null;
        }
        Map.Entry<Integer, Mark> oldest = refused.pollFirstEntry();
        return oldest == null ? null : oldest.getValue();
    }

    private static long jittered(int pauses) {
        long whole = Math.min(FIRST_PAUSE_NANOS << Math.min(pauses - 1, 6), LONGEST_PAUSE_NANOS);
        return ThreadLocalRandom.current().nextLong(whole / 2, whole + 1);
    }
}
