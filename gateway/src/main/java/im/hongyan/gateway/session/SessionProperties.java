package im.hongyan.gateway.session;

import im.hongyan.wire.frame.Window;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The dials of sessions.
 *
 * @param helloDeadline from the connection to a complete HELLO
 * @param heartbeat how often a client must send something; told in WELCOME
 * @param idle after so long without a frame a session is closed; more than two heartbeats
 * @param unwritable a socket that stays too full to write to for so long is closed as a slow consumer
 * @param headsInterval how often a session is told what it may have missed
 * @param drain how a node is left
 * @param limits what one session may have under way
 * @param window what is sent ahead of a device
 */
@ConfigurationProperties("hongyan.gateway.session")
public record SessionProperties(
        @DefaultValue("10s") Duration helloDeadline,
        @DefaultValue("25s") Duration heartbeat,
        @DefaultValue("75s") Duration idle,
        @DefaultValue("15s") Duration unwritable,
        @DefaultValue("25s") Duration headsInterval,
        @DefaultValue Drain drain,
        @DefaultValue Limits limits,
        @DefaultValue Windows window) {
    /** Bytes of one session are counted in an int. */
    private static final DataSize MOST_BYTES = DataSize.ofGigabytes(1);

    public SessionProperties {
        positive("hello-deadline", helloDeadline);
        positive("heartbeat", heartbeat);
        positive("unwritable", unwritable);
        positive("heads-interval", headsInterval);
        if (idle.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "hongyan.gateway.session.idle is at least two heartbeats (" + heartbeat + "), not " + idle);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("hongyan.gateway.session." + name + " is positive, not " + value);
        }
    }

    /**
     * How a node is left when it stops.
     *
     * @param grace in which a session may finish what it has under way after GOODBYE
     * @param reconnectWithin clients are told to come back at random times within this
     */
    public record Drain(
            @DefaultValue("5s") Duration grace,
            @DefaultValue("5s") Duration reconnectWithin) {
        public Drain {
            if (grace.isNegative() || reconnectWithin.isNegative()) {
                throw new IllegalArgumentException("hongyan.gateway.session.drain: no negative durations");
            }
        }
    }

    /**
     * What one session may have under way.
     *
     * @param sendsInFlight requests read and not yet answered; beyond it the socket is not read
     * @param sendBytes of sends not yet answered; beyond it the socket is not read
     * @param pingsPerSecond PING frames on average
     */
    public record Limits(
            @DefaultValue("128") int sendsInFlight,
            @DefaultValue("512KB") DataSize sendBytes,
            @DefaultValue("10") int pingsPerSecond) {
        private static final int MOST_SENDS = 10_000;

        public Limits {
            if (sendsInFlight < 1 || sendsInFlight > MOST_SENDS) {
                throw new IllegalArgumentException("hongyan.gateway.session.limits.sends-in-flight is 1 to "
                        + MOST_SENDS + ", not " + sendsInFlight);
            }
            if (sendBytes.toBytes() < 1 || sendBytes.compareTo(MOST_BYTES) > 0) {
                throw new IllegalArgumentException(
                        "hongyan.gateway.session.limits.send-bytes is 1B to 1GB, not " + sendBytes);
            }
            if (pingsPerSecond < 1) {
                throw new IllegalArgumentException(
                        "hongyan.gateway.session.limits.pings-per-second is at least 1, not " + pingsPerSecond);
            }
        }
    }

    /**
     * What is sent ahead of a device that states no window, and the most that it may ask for.
     *
     * @param frames not yet taken by the socket
     * @param bytes not yet taken by the socket
     * @param maxFrames that a device may ask for
     * @param maxBytes that a device may ask for
     */
    public record Windows(
            @DefaultValue("256") int frames,
            @DefaultValue("1MB") DataSize bytes,
            @DefaultValue("4096") int maxFrames,
            @DefaultValue("8MB") DataSize maxBytes) {
        private static final int LEAST_BYTES = 16 * 1024;

        public Windows {
            if (frames < 1
                    || maxFrames < frames
                    || bytes.toBytes() < LEAST_BYTES
                    || maxBytes.compareTo(bytes) < 0
                    || maxBytes.compareTo(MOST_BYTES) > 0) {
                throw new IllegalArgumentException(
                        "hongyan.gateway.session.window: 1 ≤ frames ≤ max-frames and 16KB ≤ bytes ≤ max-bytes ≤ 1GB");
            }
        }

        /** The window for what a device asked for; zero is not stated. */
        Window grant(Window asked) {
            int wantedFrames = asked.getFrames() == 0 ? frames : asked.getFrames();
            int wantedBytes = asked.getBytes() == 0 ? (int) bytes.toBytes() : asked.getBytes();
            // Unsigned on the wire: what looks negative here is a huge wish.
            return Window.newBuilder()
                    .setFrames(wantedFrames < 0 ? maxFrames : Math.min(wantedFrames, maxFrames))
                    .setBytes(
                            wantedBytes < 0
                                    ? (int) maxBytes.toBytes()
                                    : Math.clamp(wantedBytes, LEAST_BYTES, (int) maxBytes.toBytes()))
                    .build();
        }
    }
}
