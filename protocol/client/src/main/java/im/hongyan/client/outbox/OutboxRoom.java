package im.hongyan.client.outbox;

import im.hongyan.client.error.OverflowException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what the outbox holds against its bounds. Safe for concurrent use. */
final class OutboxRoom {
    private final OutboxBounds bounds;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    OutboxRoom(OutboxBounds bounds) {
        this.bounds = bounds;
    }

    /** Takes room for one message; null when there was some. */
    @Nullable OverflowException take(int messageBytes) {
        if (messages.incrementAndGet() > bounds.messages()) {
            messages.decrementAndGet();
            return new OverflowException("outbox", bounds.messages(), "messages");
        }
        if (bytes.addAndGet(messageBytes) > bounds.bytes()) {
            give(messageBytes);
            return new OverflowException("outbox", bounds.bytes(), "bytes");
        }
        return null;
    }

    void give(int messageBytes) {
        messages.decrementAndGet();
        bytes.addAndGet(-messageBytes);
    }

    int messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }
}
