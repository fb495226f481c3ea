package im.hongyan.client.receipt;

import im.hongyan.client.loop.Loop;
import im.hongyan.client.outbox.Wire;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Read;
import im.hongyan.wire.frame.Received;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells RECEIVED and READ, the latest of each conversation, at most once an interval. Loop-confined. */
public final class Marks {
    private final Loop loop;
    private final Duration interval;
    private final MarkBook received = new MarkBook();
    private final MarkBook read = new MarkBook();
    private @Nullable Wire wire;
    private boolean scheduled;

    public Marks(Loop loop, Duration interval) {
        this.loop = loop;
        this.interval = interval;
    }

    /** This device has applied everything up to here. */
    public void received(String conversation, long upTo) {
        if (received.mark(conversation, upTo)) {
            schedule();
        }
    }

    /** The user has seen everything up to here. */
    public void read(String conversation, long upTo) {
        if (read.mark(conversation, upTo)) {
            schedule();
        }
    }

    public void connected(Wire wire) {
        this.wire = wire;
        if (!received.isEmpty() || !read.isEmpty()) {
            schedule();
        }
    }

    public void disconnected() {
        wire = null;
        received.forget();
        read.forget();
    }

    /** Tells what is untold, now. */
    public void flush() {
        Wire out = wire;
        if (out == null) {
            return;
        }
        received.tell((conversation, upTo) -> out.tell(
                FrameType.RECEIVED,
                Received.newBuilder()
                        .setConversation(conversation)
                        .setUpTo(upTo)
                        .build()));
        read.tell((conversation, upTo) -> out.tell(
                FrameType.READ,
                Read.newBuilder().setConversation(conversation).setUpTo(upTo).build()));
    }

    private void schedule() {
        if (!scheduled && wire != null) {
            scheduled = true;
            loop.schedule(interval, () -> {
                scheduled = false;
                flush();
            });
        }
    }
}
