package im.hongyan.gateway.time;

import java.time.Duration;
import java.util.concurrent.Executor;

/** The one clock of all connections. Safe for concurrent use. */
public interface Wheel {

    /** What was set and may be called off. */
    @FunctionalInterface
    interface Alarm {
        /** It will not ring, unless it is ringing already. */
        void cancel();
    }

    /** Nanoseconds since any moment; never goes back. */
    long nanoTime();

    /** Runs {@code action} on {@code executor} after {@code delay}, a tenth of a second late at the most. */
    Alarm in(Duration delay, Executor executor, Runnable action);
}
