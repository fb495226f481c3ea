package im.hongyan.client.session;

import java.time.Duration;

/** When to send PING, and when a PONG is overdue. Loop-confined. */
final class Heartbeat {
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    private final long intervalNanos;
    private final long pongWithinNanos;
    private long lastPingNanos;
    private boolean pongDue;

    /** @param serverMillis how often the server wants to hear something; 0: it did not say */
    Heartbeat(long serverMillis, Duration pongWithin, long nowNanos) {
        Duration server = serverMillis > 0 ? Duration.ofMillis(serverMillis) : DEFAULT_INTERVAL;
        this.intervalNanos = server.toNanos() * 2 / 3;
        this.pongWithinNanos = pongWithin.toNanos();
        this.lastPingNanos = nowNanos;
    }

    boolean pingIsDue(long nowNanos) {
        return !pongDue && nowNanos - lastPingNanos >= intervalNanos;
    }

    void pinged(long nowNanos) {
        lastPingNanos = nowNanos;
        pongDue = true;
    }

    void ponged() {
        pongDue = false;
    }

    boolean pongIsOverdue(long nowNanos) {
        return pongDue && nowNanos - lastPingNanos >= pongWithinNanos;
    }

    /** Nothing was read for a while because the application was slow: the wait for the PONG begins anew. */
    void excuse(long nowNanos) {
        if (pongDue) {
            lastPingNanos = nowNanos;
        }
    }

    /** How often to look. */
    Duration resolution() {
        return Duration.ofNanos(Math.max(1, Math.min(intervalNanos, pongWithinNanos) / 4));
    }
}
