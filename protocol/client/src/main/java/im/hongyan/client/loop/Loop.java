package im.hongyan.client.loop;

import java.time.Duration;
import reactor.core.Disposable;

/** Runs everything that touches a client's state, one task at a time, in the order of submission. Never blocked. */
public interface Loop {
    /** Runs the task soon; from any thread, the loop's own included. Never inside this call. */
    void execute(Runnable task);

    /** Runs the task after the delay; disposing before that drops it. */
    Disposable schedule(Duration delay, Runnable task);

    /** This loop's clock in nanoseconds, from an arbitrary origin; only differences mean something. */
    long nanoTime();

    /** This loop's clock in milliseconds since the epoch. */
    long currentTimeMillis();
}
