package im.hongyan.core.message;

import im.hongyan.core.message.sequence.Verdict;
import java.util.concurrent.TimeUnit;

/**
 * A number that a client id has, not confirmed yet.
 *
 * @param doubtful an earlier attempt may have been published under another number
 * @param takenAtNanos at the latest
 */
record Taken(long sequence, long timeMillis, String messageId, boolean doubtful, long takenAtNanos) {

    static Taken now(Verdict.Numbered numbered, long askedAtNanos) {
        return new Taken(numbered.sequence(), numbered.timeMillis(), numbered.messageId(), false, askedAtNanos);
    }

    static Taken before(Verdict.Unconfirmed again, long askedAtNanos) {
        return new Taken(
                again.sequence(),
                again.timeMillis(),
                again.messageId(),
                again.doubtful(),
                askedAtNanos - TimeUnit.MILLISECONDS.toNanos(again.ageMillis() + 1));
    }
}
