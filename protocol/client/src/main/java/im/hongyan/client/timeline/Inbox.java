package im.hongyan.client.timeline;

import im.hongyan.wire.frame.Message;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What waits for the application, in the order in which it will get it. Bounded. Loop-confined. */
final class Inbox {
    /**
     * A step forward of one conversation.
     *
     * @param message null: only void numbers were passed
     * @param through the cursor after it
     */
    record Step(Timeline timeline, @Nullable Message message, long through) {
        int bytes() {
            return message == null ? 0 : message.getSerializedSize();
        }
    }

    private final InboxBounds bounds;
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    /** Held in all; read by other threads. */
    private final AtomicInteger messages = new AtomicInteger();

    private final AtomicLong bytes = new AtomicLong();
    private int early;
    private long earlyBytes;
    /** Something found no room since the application took the last step. */
    private boolean overflowed;

    private double usualBytes = 512;

    Inbox(InboxBounds bounds) {
        this.bounds = bounds;
    }

    /** Whether this message may wait for the application; one alone always may. */
    boolean hasRoom(Message message) {
        boolean room = steps.isEmpty()
                || (messages.get() < bounds.messages() && bytes.get() + message.getSerializedSize() <= bounds.bytes());
        overflowed |= !room;
        return room;
    }

    boolean hasRoomEarly(Message message) {
        return early < bounds.earlyMessages()
                && earlyBytes + message.getSerializedSize() <= bounds.earlyBytes()
                && hasRoom(message);
    }

    void add(Step step) {
        steps.add(step);
        if (step.message() != null) {
            usualBytes += (step.bytes() - usualBytes) / 16;
        }
        count(step, 1);
    }

    @Nullable Step peek() {
        return steps.peek();
    }

    /** The first step has been taken. */
    void remove() {
        overflowed = false;
        Step step = steps.remove();
        count(step, -1);
    }

    void holdEarly(Message message) {
        early++;
        earlyBytes += message.getSerializedSize();
        messages.incrementAndGet();
        bytes.addAndGet(message.getSerializedSize());
    }

    void dropEarly(Message message) {
        early--;
        earlyBytes -= message.getSerializedSize();
        messages.decrementAndGet();
        bytes.addAndGet(-message.getSerializedSize());
    }

    /** Messages of the usual size that still fit; one at the least. */
    int free() {
        double byBytes = (bounds.bytes() - bytes.get()) / usualBytes;
        return (int) Math.max(1, Math.min(bounds.messages() - messages.get(), byBytes));
    }

    /** Whether reading on makes no sense: the application has something to do, and what comes could not be held. */
    boolean isFull() {
        return !steps.isEmpty() && (overflowed || messages.get() >= bounds.messages());
    }

    /** Whether there is room for a page that is worth a question. */
    boolean hasRoomForPage() {
        return steps.isEmpty() || (messages.get() <= bounds.messages() / 2 && bytes.get() <= bounds.bytes() / 2);
    }

    int messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }

    private void count(Step step, int sign) {
        if (step.message() != null) {
            messages.addAndGet(sign);
            bytes.addAndGet((long) sign * step.bytes());
        }
    }
}
