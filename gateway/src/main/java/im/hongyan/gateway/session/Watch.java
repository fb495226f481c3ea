package im.hongyan.gateway.session;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.time.Wheel.Alarm;
import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one session on one alarm, which is set for the nearest of them and looks again when it rings: a frame that
 * comes only writes down the time. Confined to the executor.
 */
final class Watch {
    /** Who is told. */
    interface Owner {
        /** A deadline has passed, and with it the session; the message names the rule. */
        void end(ErrorCode code, String message);

        /** Time to tell what may have been missed. */
        void headsAreDue();

        /** Whether the client is free to send. */
        boolean isReading();
    }

    private final Owner owner;
    private final Wheel wheel;
    private final Executor executor;
    private final SessionProperties properties;
    private @Nullable Alarm alarm;
    private @Nullable Alarm slow;
    private boolean open;
    private long heard;
    private long nextHeads;
    private long expires;

    Watch(Owner owner, Wheel wheel, Executor executor, SessionProperties properties) {
        this.owner = owner;
        this.wheel = wheel;
        this.executor = executor;
        this.properties = properties;
    }

    /** The connection is there: HELLO is awaited. */
    void begin() {
        alarm = wheel.in(properties.helloDeadline(), executor, this::helloDeadline);
    }

    private void helloDeadline() {
        if (!open) {
            long most = properties.helloDeadline().toMillis();
            owner.end(ErrorCode.TIMEOUT, "HELLO comes within " + most + " ms");
        }
    }

    /** The session is open until its credential ends. */
    void opened(Duration credential) {
        stop();
        open = true;
        long now = wheel.nanoTime();
        heard = now;
        expires = now + credential.toNanos();
        long interval = properties.headsInterval().toNanos();
        nextHeads = now + interval / 2 + ThreadLocalRandom.current().nextLong(interval / 2 + 1);
        setNext(now);
    }

    /** A frame has come. */
    void heard() {
        heard = wheel.nanoTime();
    }

    /** How long nothing has been heard. */
    Duration sinceHeard() {
        return Duration.ofNanos(wheel.nanoTime() - heard);
    }

    /** The socket takes no more, or takes more again. */
    void writable(boolean now) {
        if (slow != null) {
            slow.cancel();
        }
        slow = now ? null : wheel.in(properties.unwritable(), executor, this::tooSlow);
    }

    private void tooSlow() {
        long most = properties.unwritable().toMillis();
        owner.end(ErrorCode.SLOW_CONSUMER, "nothing more could be written for " + most + " ms");
    }

    private void look() {
        long now = wheel.nanoTime();
        if (!owner.isReading()) {
            heard = now;
        }
        if (now - expires >= 0) {
            owner.end(ErrorCode.TOKEN_EXPIRED, "the credential has expired");
        } else if (now - heard >= properties.idle().toNanos()) {
            long most = properties.idle().toMillis();
            owner.end(ErrorCode.TIMEOUT, "nothing was heard for " + most + " ms");
        } else {
            if (now - nextHeads >= 0) {
                nextHeads = now + properties.headsInterval().toNanos();
                owner.headsAreDue();
            }
            setNext(now);
        }
    }

    private void setNext(long now) {
        long silent = heard + properties.idle().toNanos() - now;
        long wait = Math.min(Math.min(silent, nextHeads - now), expires - now);
        alarm = wheel.in(Duration.ofNanos(Math.max(wait, 0)), executor, this::look);
    }

    /** Nothing rings any more. */
    void stop() {
        if (alarm != null) {
            alarm.cancel();
        }
        if (slow != null) {
            slow.cancel();
        }
    }
}
