package im.hongyan.persistence.message;

import im.hongyan.persistence.judge.Intake;
import im.hongyan.persistence.log.Head;

/** What a writer is given to do in one turn, beside others. */
sealed interface Work {

    /**
     * Messages to store.
     *
     * @param shard by which they came
     * @param redelivered whether they may be stored already
     */
    record Store(int shard, boolean redelivered, Intake intake) implements Work {}

    /** Time has passed: holes may be due. */
    record Tick() implements Work {}

    /** Holes that nobody has touched for long: close them, if this is still the head. */
    record Adopt(Head head) implements Work {}

    /** What this counts against the bytes of a turn. */
    default long weightBytes() {
        return switch (this) {
            case Store store ->
                store.intake().messages().stream()
                        .mapToLong(
                                message -> 256L + message.event().getMessage().size())
                        .sum();
            case Tick tick -> 0;
            case Adopt adopt -> 0;
        };
    }
}
