package im.hongyan.core.message.change;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.message.sequence.Sequencer;
import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.FoundTarget;
import im.hongyan.link.proto.FoundTargets;
import im.hongyan.wire.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds the messages that others name. Safe for concurrent use. */
@Component
final class Targets {
    private final LogClient log;
    private final Sequencer sequencer;

    Targets(LogClient log, Sequencer sequencer) {
        this.log = log;
        this.sequencer = sequencer;
    }

    /** One question to the log for all of them; one more to the counter when some are not stored. */
    Mono<Found> find(ConversationKey key, List<Long> sequences) {
        if (sequences.isEmpty()) {
            return Mono.just(new Found(Map.of(), 0, 0));
        }
        return log.targets(key, sequences).flatMap(found -> {
            boolean above = sequences.stream().anyMatch(sequence -> sequence > found.getHead());
            return (above ? sequencer.given(key) : Mono.just(0L)).map(given -> found(sequences, found, given));
        });
    }

    private static Found found(List<Long> sequences, FoundTargets answer, long given) {
        Map<Long, FoundTarget> targets = new HashMap<>();
        for (int i = 0; i < sequences.size(); i++) {
            targets.put(sequences.get(i), answer.getTargets(i));
        }
        return new Found(targets, answer.getHead(), given);
    }

    /**
     * What was found.
     *
     * @param head the log is certain up to here
     * @param given numbers were given up to here
     */
    record Found(Map<Long, FoundTarget> targets, long head, long given) {

        /** The message, with its content's kind; throws {@link Refused} when there is none, or none any more. */
        FoundTarget get(long sequence) {
            FoundTarget target = targets.getOrDefault(sequence, FoundTarget.getDefaultInstance());
            if (target.getFound() && target.getKind() != 0) {
                return target;
            }
            if (sequence > head && sequence <= given) {
                throw new Refused(
                        Failures.retryable(ErrorCode.STORE_UNAVAILABLE, "the message that is named is not stored yet"));
            }
            throw notFound();
        }

        static Refused notFound() {
            return Refused.of(ErrorCode.NOT_FOUND, "there is no such message, or it was recalled");
        }
    }
}
