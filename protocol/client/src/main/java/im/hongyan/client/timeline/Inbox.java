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

    Inbox(InboxBounds bounds) {
        this.bounds = bounds;
    }

    /** Whether this message may be held; one alone always may. */
    boolean hasRoom(Message message) {
        return messages.get() == 0
                || (messages.get() < bounds.messages() && bytes.get() + message.getSerializedSize() <= bounds.bytes());
    }

    boolean hasRoomEarly(Message message) {
        return early < bounds.early() && hasRoom(message);
    }

    void add(Step step) {
        steps.add(step);
        count(step, 1);
    }

    @Nullable Step peek() {
        return steps.peek();
    }

    /** The first step has been taken. */
    void remove() {
        Step step = steps.remove();
        count(step, -1);
    }

    void holdEarly(Message message) {
        early++;
        messages.incrementAndGet();
        bytes.addAndGet(message.getSerializedSize());
    }

    void dropEarly(Message message) {
        early--;
        messages.decrementAndGet();
        bytes.addAndGet(-message.getSerializedSize());
    }

    /** Messages that still fit. */
    int free() {
        return Math.max(0, bounds.messages() - messages.get());
    }

    /** Whether reading on makes no sense: what comes could not be held. */
    boolean isFull() {
        return free() == 0 || bytes.get() >= bounds.bytes();
    }

    /** Whether there is room for a page that is worth a question. */
    boolean hasRoomForPage() {
        return free() >= (bounds.messages() + 1) / 2 && bytes.get() <= bounds.bytes() / 2;
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
