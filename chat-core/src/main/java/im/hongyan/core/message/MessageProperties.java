package im.hongyan.core.message;

import im.hongyan.core.message.sequence.Sequencer;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of sending.
 *
 * @param inFlight sends at work at once; one more is refused with BUSY
 * @param queuedRuns runs that wait for the sequencer
 * @param batchClaims numbers asked for in one trip to Redis
 * @param queuedMarks confirmed marks that wait for the next trip; the oldest are dropped beyond
 * @param markInterval how long a mark waits at the most when nothing else is sent
 * @param dedupExpiry how long a client id is remembered in Redis; a later resend is looked up in the store
 * @param publishAge how old a number may be when it is published; an older one is never published
 * @param confirmDeadline how long the broker's confirm may take, above the link's own limit
 * @param storedDeadline how long a repeat whose first number is not certain waits for being stored, before its sender is
 *     asked to repeat once more
 * @param seedJump how far above the top of the log a lost counter starts again; more than any backlog
 */
@ConfigurationProperties("hongyan.core.message")
record MessageProperties(
        @DefaultValue("20000") int inFlight,
        @DefaultValue("20000") int queuedRuns,
        @DefaultValue("512") int batchClaims,
        @DefaultValue("65536") int queuedMarks,
        @DefaultValue("200ms") Duration markInterval,
        @DefaultValue("24h") Duration dedupExpiry,
        @DefaultValue("3s") Duration publishAge,
        @DefaultValue("3s") Duration confirmDeadline,
        @DefaultValue("1500ms") Duration storedDeadline,
        @DefaultValue("1000000") long seedJump) {

    MessageProperties {
        if (inFlight < 1 || queuedRuns < 1 || batchClaims < 1 || queuedMarks < 1 || seedJump < 1) {
            throw new IllegalArgumentException("hongyan.core.message: every bound must be at least 1");
        }
        if (publishAge.compareTo(Duration.ofSeconds(4)) > 0 || publishAge.toMillis() < 3) {
            throw new IllegalArgumentException(
                    "hongyan.core.message.publish-age must be at most 4 s: holes are closed after 5 s");
        }
        if (dedupExpiry.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("hongyan.core.message.dedup-expiry must be at least 1 minute");
        }
        if (markInterval.toMillis() < 1 || confirmDeadline.toMillis() < 1 || storedDeadline.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.message: every duration must be at least 1 ms");
        }
    }

    /** What of it is for whoever gives the numbers. */
    Sequencer.Dials sequencing() {
        return new Sequencer.Dials(queuedRuns, batchClaims, queuedMarks, markInterval, dedupExpiry, reusableAge());
    }

    /** How old an unconfirmed number may be when Redis names it; what remains of the publish age is for the way here. */
    Duration reusableAge() {
        return publishAge.minus(answerAge());
    }

    /** How old an answer of Redis may be when its numbers are published. */
    Duration answerAge() {
        return publishAge.dividedBy(3);
    }
}
