package im.hongyan.client.outbox;

import java.time.Duration;

/**
 * How much the outbox holds, and how long it waits.
 *
 * @param messages unanswered sends at the most, waiting ones included
 * @param bytes of their contents at the most
 * @param inFlight sends on the wire at the most; the server's own limit counts too
 * @param answerTimeout how long an answer is awaited before the send is repeated
 */
public record OutboxBounds(int messages, long bytes, int inFlight, Duration answerTimeout) {
    public OutboxBounds {
        if (messages < 1 || bytes < 1 || inFlight < 1) {
            throw new IllegalArgumentException("the bounds of the outbox are at least 1");
        }
        if (answerTimeout.isNegative() || answerTimeout.isZero()) {
            throw new IllegalArgumentException("the answer timeout is longer than nothing");
        }
    }
}
