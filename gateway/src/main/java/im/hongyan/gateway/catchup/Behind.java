package im.hongyan.gateway.catchup;

import java.time.Duration;

/** One conversation that a device is behind in: how far it has been read, and how far it is to be. Confined to the executor. */
final class Behind {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final String conversation;
    private long after;
    private long target;
    private boolean reading;
    private long notBefore;
    private Duration pause = FIRST_PAUSE;

    Behind(String conversation, long sequence, long now) {
        this.conversation = conversation;
        this.after = sequence - 1;
        this.target = sequence;
        this.notBefore = now;
    }

    String conversation() {
        return conversation;
    }

    /** Everything up to here has been offered or was told before. */
    long after() {
        return after;
    }

    /** One more hint that was dropped. Hints come out of order; what has been read once is not read again. */
    void missed(long sequence) {
        if (!reading) {
            after = Math.min(after, sequence - 1);
        }
        target = Math.max(target, sequence);
    }

    void read(long through) {
        after = Math.max(after, through);
        pause = FIRST_PAUSE;
    }

    /** The log has settled only up to here: what is above comes later. */
    void notSettled(long head) {
        after = Math.min(after, head);
    }

    void reading() {
        reading = true;
    }

    boolean isCaughtUp() {
        return after >= target;
    }

    /** Nothing came, or an error: try later, each time later than before. */
    void postpone(long now) {
        notBefore = now + pause.toNanos();
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    /** Something may have changed: try now. */
    void hurry(long now) {
        notBefore = now;
    }

    long nanosToWait(long now) {
        return Math.max(0, notBefore - now);
    }
}
