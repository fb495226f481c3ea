package im.hongyan.client.timeline;

import im.hongyan.client.loop.Loop;
import im.hongyan.client.outbox.Wire;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what is missing: one SYNC at a time, as large as the inbox has room for. Loop-confined.
 */
final class Puller {
    private static final int CURSORS = 64;
    private static final int SHARE = 32;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Loop loop;
    private final Inbox inbox;
    private final BiConsumer<Timeline, Problem> refused;
    private final Set<Timeline> behind = new LinkedHashSet<>();
    private @Nullable Wire wire;
    private int cursorLimit = CURSORS;
    private @Nullable SyncRequest running;
    /** After a refusal of several at once: one by one, to find whom it is about. */
    private boolean single;

    Puller(Loop loop, Inbox inbox, BiConsumer<Timeline, Problem> refused) {
        this.loop = loop;
        this.inbox = inbox;
        this.refused = refused;
    }

    void connected(Wire wire, int serverCursorLimit) {
        this.wire = wire;
        cursorLimit = serverCursorLimit > 0 ? Math.min(serverCursorLimit, CURSORS) : CURSORS;
        single = false;
    }

    void disconnected() {
        wire = null;
        running = null;
    }

    /** There is something to pull in this conversation. */
    void want(Timeline timeline) {
        behind.add(timeline);
    }

    /** Asks, when there is something to ask for, room for the answer and no question open. */
    void pull() {
        Wire out = wire;
        if (out == null || running != null || behind.isEmpty() || !inbox.hasRoomForPage()) {
            return;
        }
        List<Timeline> chosen = choose();
        if (chosen.isEmpty()) {
            return;
        }
        int limit = chosen.size() == 1 ? inbox.free() : SHARE;
        Sync.Builder sync = Sync.newBuilder().setLimit(limit);
        for (Timeline timeline : chosen) {
            timeline.advanced = false;
            sync.addCursors(
                    Cursor.newBuilder().setConversation(timeline.conversation).setAfter(timeline.taken));
        }
        int requestId = out.ask(FrameType.SYNC, sync.build());
        running = new SyncRequest(requestId, new LinkedHashSet<>(chosen), loop.nanoTime() + ANSWER_WITHIN.toNanos());
    }

    /** A part has been taken in; {@code advanced} tells whether it brought anything. */
    void answered(int requestId, Timeline timeline, SyncPart part, boolean advanced) {
        SyncRequest request = running;
        if (request == null || request.requestId() != requestId) {
            return;
        }
        if (advanced) {
            timeline.advanced = true;
            timeline.fruitless = 0;
        }
        if (part.getLast() && request.timelines().remove(timeline)) {
            finished(timeline);
        }
        if (part.getDone()) {
            running = null;
            single = false;
        }
    }

    /** The question was refused; whether it was one of ours. */
    boolean refused(int requestId, Problem problem) {
        SyncRequest request = running;
        if (request == null || request.requestId() != requestId) {
            return false;
        }
        List<Timeline> asked = List.copyOf(request.timelines());
        running = null;
        if (problem.getRetryable()) {
            asked.forEach(timeline -> pause(timeline, Duration.ofMillis(problem.getRetryAfterMillis())));
        } else if (asked.size() == 1) {
            behind.remove(asked.getFirst());
            refused.accept(asked.getFirst(), problem);
            single = false;
        } else {
            single = true;
        }
        pull();
        return true;
    }

    /** Gives up an answer that is overdue; to be called about once a second. */
    void tick() {
        SyncRequest request = running;
        if (request != null && loop.nanoTime() - request.deadlineNanos() >= 0) {
            running = null;
            pull();
        }
    }

    private List<Timeline> choose() {
        List<Timeline> chosen = new ArrayList<>();
        int room = inbox.free();
        Iterator<Timeline> candidates = behind.iterator();
        while (candidates.hasNext() && chosen.size() < (single ? 1 : cursorLimit)) {
            Timeline timeline = candidates.next();
            if (!timeline.isBehind()) {
                candidates.remove();
            } else if (!isQuiet(timeline)) {
                int share = (int) Math.min(SHARE, timeline.head - timeline.taken);
                if (share > room && !chosen.isEmpty()) {
                    break;
                }
                room -= share;
                chosen.add(timeline);
            }
        }
        return chosen;
    }

    private void finished(Timeline timeline) {
        behind.remove(timeline);
        if (!timeline.isBehind()) {
            return;
        }
        behind.add(timeline);
        if (!timeline.advanced) {
            pause(timeline, Duration.ZERO);
        }
    }

    private void pause(Timeline timeline, Duration asked) {
        Duration own = FIRST_PAUSE.multipliedBy(1L << Math.min(timeline.fruitless++, 5));
        Duration least = own.compareTo(LONGEST_PAUSE) < 0 ? own : LONGEST_PAUSE;
        Duration pause = asked.compareTo(least) > 0 ? asked : least;
        timeline.quiet = true;
        timeline.quietUntilNanos = loop.nanoTime() + pause.toNanos();
        loop.schedule(pause, this::pull);
    }

    private boolean isQuiet(Timeline timeline) {
        timeline.quiet = timeline.quiet && loop.nanoTime() - timeline.quietUntilNanos < 0;
        return timeline.quiet;
    }
}
