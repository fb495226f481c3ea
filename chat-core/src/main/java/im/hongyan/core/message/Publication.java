package im.hongyan.core.message;

import im.hongyan.core.log.LogClient;
import im.hongyan.core.message.sequence.Claim;
import im.hongyan.core.message.sequence.Mark;
import im.hongyan.core.message.sequence.Sequencer;
import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Publishes a numbered claim and finds out which number may be told:
 *
 * <pre>
 * publish → confirm ─ nobody can have published it under another number → accepted with this number
 *                   └ somebody can ─→ ask the store until it knows the message → accepted with its number
 * </pre>
 *
 * Somebody can when the dedup entry was lost or too old to be used again: then the record of an earlier attempt may still
 * be in the broker, and of two records of one client id the one that is consumed first stays (docs/decisions/0011).
 */
@Component
final class Publication {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final int MAX_DOUBLINGS = 4;

    private final MessagePublisher publisher;
    private final Sequencer sequencer;
    private final LogClient log;
    private final long reusableNanos;
    private final Duration storedDeadline;

    Publication(MessagePublisher publisher, Sequencer sequencer, LogClient log, MessageProperties properties) {
        this.publisher = publisher;
        this.sequencer = sequencer;
        this.log = log;
        this.reusableNanos = properties.reusableAge().toNanos();
        this.storedDeadline = properties.storedDeadline();
    }

    /** The answer to a claim that has a number. Never errors. */
    Mono<Settled> of(Claim claim, Taken taken) {
        return publisher
                .publish(claim.draft(), taken.sequence(), taken.timeMillis(), taken.messageId())
                .then(Mono.defer(() -> isCertain(claim, taken) ? Mono.just(confirmed(claim, taken)) : told(claim)))
                .onErrorResume(failure -> Mono.just(Settled.refused(claim, failure)));
    }

    /** What the store says of a claim that it knows. */
    Settled stored(Claim claim, FoundMessage message) {
        if (message.getPayloadHash() != claim.draft().payloadHash()) {
            return Settled.refused(claim, conflict());
        }
        return certain(claim, message.getSequence(), message.getTime(), message.getMessageId());
    }

    static Refused conflict() {
        return Refused.of(ErrorCode.IDEMPOTENCY_CONFLICT, "this client_message_id was used for another message before");
    }

    /** Until a number is too old to be used again no other is given to its client id. */
    private boolean isCertain(Claim claim, Taken taken) {
        return !claim.lookedUp() && !taken.doubtful() && System.nanoTime() - taken.takenAtNanos() < reusableNanos;
    }

    private Settled confirmed(Claim claim, Taken taken) {
        return certain(claim, taken.sequence(), taken.timeMillis(), taken.messageId());
    }

    private Settled certain(Claim claim, long sequence, long timeMillis, String messageId) {
        sequencer.remember(Mark.of(claim.draft(), sequence, timeMillis, messageId));
        return Settled.accepted(claim, sequence, timeMillis, messageId);
    }

    private Mono<Settled> told(Claim claim) {
        return Mono.defer(() -> log.find(
                        claim.draft().key().tenant(), List.of(claim.draft().storeKey())))
                .map(List::getFirst)
                .filter(FoundMessage::getFound)
                .repeatWhenEmpty(times -> times.concatMap(Publication::pause, 1))
                .timeout(storedDeadline, Mono.error(() -> notStoredYet()))
                .map(message -> stored(claim, message));
    }

    private static Mono<Long> pause(long times) {
        return Mono.delay(FIRST_PAUSE.multipliedBy(1L << Math.min(times, MAX_DOUBLINGS)));
    }

    private static Refused notStoredYet() {
        return new Refused(Failures.retryable(
                ErrorCode.STORE_UNAVAILABLE, "it is durable, but its number is not certain before it is stored"));
    }
}
