package im.hongyan.gateway.transport;

import org.jspecify.annotations.Nullable;

/** What a connection takes its frames from. Called on the connection's executor only. */
public interface FrameSource {

    /** The next frame to send, which then belongs to the caller; null when there is none now. */
    @Nullable Outgoing poll();

    /**
     * What was polled since the last call is being flushed together.
     *
     * @return to be run once the operating system has taken it
     */
    Runnable seal();

    /** The socket takes no more, or takes more again. */
    void writable(boolean now);
}
