package im.hongyan.link.call;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of one {@link CallClient}; {@code hongyan.link.call.limits}.
 *
 * @param deadline how long a call may wait for its answer, and a stream for its next item while it has demand
 * @param inFlight calls without an answer at the most; beyond it BUSY
 * @param streams open streams at the most; beyond it BUSY
 * @param streamWindow items of one stream that are asked for ahead of the reader at the most
 */
public record CallLimits(
        @DefaultValue("3s") Duration deadline,
        @DefaultValue("8192") int inFlight,
        @DefaultValue("4096") int streams,
        @DefaultValue("8") int streamWindow) {

    public CallLimits {
        if (deadline.toMillis() < 10 || deadline.toMinutes() > 10) {
            throw new IllegalArgumentException("hongyan.link.call.limits.deadline must be from 10ms to 10m");
        }
        if (inFlight < 1 || streams < 1 || streamWindow < 1) {
            throw new IllegalArgumentException(
                    "hongyan.link.call.limits.in-flight, streams and stream-window must be at least 1");
        }
    }

    /** What holds when nothing is configured. */
    public static CallLimits defaults() {
        return new CallLimits(Duration.ofSeconds(3), 8192, 4096, 8);
    }
}
