package im.hongyan.gateway.outbox;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Frames in their order. Holds no memory while it is empty and was never long. */
final class Lane {
    private static final int FEW = 16;

    private @Nullable ArrayDeque<Queued> queue;
    private int longest;

    void add(Queued queued) {
        ArrayDeque<Queued> into = queue;
        if (into == null) {
            into = new ArrayDeque<>(FEW);
            queue = into;
        }
        into.add(queued);
        longest = Math.max(longest, into.size());
    }

    int size() {
        ArrayDeque<Queued> waiting = queue;
        return waiting == null ? 0 : waiting.size();
    }

    @Nullable Queued poll() {
        ArrayDeque<Queued> from = queue;
        if (from == null) {
            return null;
        }
        Queued next = from.poll();
        if (next == null && longest > FEW) {
            queue = null;
            longest = 0;
        }
        return next;
    }

    /** Drops all of them; returns how many bytes they were. */
    int drop() {
        ArrayDeque<Queued> from = queue;
        queue = null;
        int bytes = 0;
        if (from != null) {
            for (Queued queued : from) {
                bytes += queued.frame().bytes();
                queued.frame().drop();
            }
        }
        return bytes;
    }
}
