package im.hongyan.gateway.catchup;

import im.hongyan.gateway.outbox.Outbox;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.Outgoing;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.SyncPart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * <em>live → pull → live</em>: a conversation whose hint found no room is <em>behind</em>. When half of the window is free it
 * is read from the log, from before the first hint that was dropped, no more at a time than there is room for; hints that
 * come meanwhile only say how far to read. When that is reached the conversation is live again. Confined to the executor.
 */
public final class CatchUp {
    private static final int MAX_CONVERSATIONS = 256;
    private static final int MAX_PULL = 64;

    /** The session that is served. */
    public record Device(Principal principal, Outbox outbox, KnownHeads known, Executor executor) {}

    private final Device device;
    private final LogReader log;
    private final Wheel wheel;
    private final Runnable whenTooMuch;
    private final Map<String, Behind> behind = new LinkedHashMap<>();
    private @Nullable Pull pull;
    private Wheel.@Nullable Alarm alarm;
    private boolean tooMuch;
    private boolean closed;

    /** @param whenTooMuch run when more conversations fell behind than are remembered, and those have caught up */
    public CatchUp(Device device, LogReader log, Wheel wheel, Runnable whenTooMuch) {
        this.device = device;
        this.log = log;
        this.wheel = wheel;
        this.whenTooMuch = whenTooMuch;
    }

    /** Whether hints of this conversation are not to be offered now. */
    public boolean isBehind(String conversation) {
        return behind.containsKey(conversation);
    }

    /** A hint was dropped, or came while the conversation is behind. */
    public void missed(String conversation, long sequence) {
        Behind known = behind.get(conversation);
        if (known != null) {
            known.missed(sequence);
        } else if (behind.size() < MAX_CONVERSATIONS) {
            behind.put(conversation, new Behind(conversation, sequence, wheel.nanoTime()));
        } else {
            tooMuch = true;
        }
    }

    /** The log has settled up to {@code head}: what was waited for may be there now. */
    public void settled(String conversation, long head) {
        Behind waiting = behind.get(conversation);
        if (waiting != null) {
            waiting.missed(head);
            waiting.hurry(wheel.nanoTime());
            resume();
        }
    }

    /** There may be room again. Cheap when nothing is behind. */
    public void resume() {
        if (closed || pull != null || !device.outbox().isHalfEmpty()) {
            return;
        }
        if (behind.isEmpty()) {
            if (tooMuch) {
                tooMuch = false;
                whenTooMuch.run();
            }
            return;
        }
        long now = wheel.nanoTime();
        long shortest = Long.MAX_VALUE;
        for (Behind next : behind.values()) {
            long wait = next.nanosToWait(now);
            if (wait == 0) {
                pull(next);
                return;
            }
            shortest = Math.min(shortest, wait);
        }
        wakeIn(Duration.ofNanos(shortest));
    }

    private void wakeIn(Duration pause) {
        if (alarm == null) {
            alarm = wheel.in(pause, device.executor(), () -> {
                alarm = null;
                resume();
            });
        }
    }

    private void pull(Behind what) {
        what.reading();
        Cursor from = Cursor.newBuilder()
                .setConversation(what.conversation())
                .setAfter(what.after())
                .build();
        int limit = Math.clamp(device.outbox().freeFrames(), 1, MAX_PULL);
        pull = new Pull(what);
        log.read(device.principal(), from, limit).subscribe(pull);
    }

    /** Stops for good. */
    public void close() {
        closed = true;
        behind.clear();
        if (pull != null) {
            pull.cancel();
        }
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /** One read; its signals arrive on any thread and are handled on the executor. */
    private final class Pull extends BaseSubscriber<SyncResult> {
        private final Behind what;
        private final long from;

        private Pull(Behind what) {
            this.what = what;
            this.from = what.after();
        }

        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnNext(SyncResult result) {
            device.executor().execute(() -> onResult(result));
        }

        @Override
        protected void hookOnError(Throwable error) {
            device.executor().execute(this::finish);
        }

        @Override
        protected void hookOnComplete() {
            device.executor().execute(this::finish);
        }

        private void onResult(SyncResult result) {
            if (pull != this) {
                return;
            }
            if (result.hasProblem()) {
                refused(result.getProblem());
                stop();
            } else if (offer(result.getPart())) {
                request(1);
            } else {
                stop();
            }
        }

        private void refused(Problem problem) {
            if (Problems.code(problem) == ErrorCode.CURSOR_AHEAD) {
                what.notSettled(problem.getHead());
                what.postpone(wheel.nanoTime());
            } else if (!problem.getRetryable()) {
                behind.remove(what.conversation());
            }
        }

        /** False when there is no room for the rest. */
        private boolean offer(SyncPart part) {
            for (Message message : part.getMessagesList()) {
                if (message.getSequence() > what.after()) {
                    Frame frame = Frame.of(
                            FrameType.DELIVER,
                            Deliver.newBuilder().setMessage(message).build());
                    if (!device.outbox().offerPulled(new Outgoing.Own(frame))) {
                        return false;
                    }
                    what.read(message.getSequence());
                    device.known().told(what.conversation(), message.getSequence());
                }
            }
            what.read(part.getThrough());
            return true;
        }

        private void stop() {
            cancel();
            finish();
        }

        private void finish() {
            if (pull != this) {
                return;
            }
            pull = null;
            // To the end of the line, so that one busy conversation does not keep the others waiting.
            if (behind.remove(what.conversation(), what) && !what.isCaughtUp()) {
                behind.put(what.conversation(), what);
                if (what.after() == from) {
                    what.postpone(wheel.nanoTime());
                }
            }
            resume();
        }
    }
}
