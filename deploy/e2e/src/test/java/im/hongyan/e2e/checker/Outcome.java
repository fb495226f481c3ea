package im.hongyan.e2e.checker;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one send, over all its attempts and all devices of its sender. */
final class Outcome {
    private Event.@Nullable Sent first;
    private int attempts;
    private int answers;
    private long firstAnswerAt = Long.MAX_VALUE;
    private final List<Event.Accepted> accepted = new ArrayList<>();
    private Event.@Nullable Refused finalRefusal;

    void sent(Event.Sent sent) {
        attempts++;
        if (first == null || sent.at() < first.at()) {
            first = sent;
        }
    }

    void accepted(Event.Accepted answer) {
        answers++;
        accepted.add(answer);
        firstAnswerAt = Math.min(firstAnswerAt, answer.at());
    }

    void refused(Event.Refused refusal) {
        answers++;
        if (refusal.isFinal()) {
            finalRefusal = refusal;
            firstAnswerAt = Math.min(firstAnswerAt, refusal.at());
        }
    }

    /** Null when only answers are known, which no honest client records. */
    Event.@Nullable Sent first() {
        return first;
    }

    List<Event.Accepted> accepted() {
        return accepted;
    }

    Event.@Nullable Refused finalRefusal() {
        return finalRefusal;
    }

    boolean settled() {
        return !accepted.isEmpty() || finalRefusal != null;
    }

    /** Whether some attempt went without an answer that says what became of it. */
    boolean wasUnknown() {
        return answers < attempts || accepted.size() < answers;
    }

    boolean sentOnce() {
        return attempts == 1;
    }

    long acceptedAt() {
        return accepted.stream().mapToLong(Event.Accepted::at).min().orElse(Long.MAX_VALUE);
    }

    boolean inFlightDuring(long from, long until) {
        return first != null && first.at() <= until && firstAnswerAt >= from;
    }
}
