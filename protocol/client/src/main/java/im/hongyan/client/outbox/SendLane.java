package im.hongyan.client.outbox;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sends of one conversation, in their order. After a failure the lane is careful: the first one goes alone, and the
 * others follow when it was accepted, so that none overtakes it. Loop-confined.
 */
final class SendLane {
    private final PriorityQueue<PendingSend> waiting =
            new PriorityQueue<>(Comparator.comparingLong(send -> send.number));
    private int inFlight;
    private boolean careful;
    private long closedUntilNanos;
    private boolean closed;

    /** Whether it stands in the outbox's queue of lanes that can send. */
    boolean ready;

    void add(PendingSend send) {
        waiting.add(send);
    }

    boolean canSend() {
        return !waiting.isEmpty() && !closed && (!careful || inFlight == 0);
    }

    @Nullable PendingSend next() {
        PendingSend send = waiting.poll();
        if (send != null) {
            inFlight++;
        }
        return send;
    }

    /** This one is done with, well or not. The care ends with the one that it was taken for. */
    void answered(PendingSend send) {
        inFlight--;
        if (send.failures > 0) {
            careful = false;
        }
    }

    /** Takes a send back; nothing goes out before {@code untilNanos}. */
    void failed(PendingSend send, long untilNanos) {
        inFlight--;
        waiting.add(send);
        careful = true;
        if (!closed || untilNanos - closedUntilNanos > 0) {
            closedUntilNanos = untilNanos;
        }
        closed = true;
    }

    /** Opens again when its time has come. */
    void open(long nowNanos) {
        if (closed && nowNanos - closedUntilNanos >= 0) {
            closed = false;
        }
    }

    /** The connection is gone: what was in flight waits again, and nothing holds it back over the next one. */
    void reset() {
        inFlight = 0;
        careful = false;
        closed = false;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && inFlight == 0;
    }
}
