package im.hongyan.e2e.checker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** REORDERED among senders: accepted before sent means a lower number, and so does earlier on one connection. */
final class OrderRules {
    private final Evidence evidence;
    private final Verdict verdict;

    OrderRules(Evidence evidence, Verdict verdict) {
        this.evidence = evidence;
        this.verdict = verdict;
    }

    private record Interval(MessageKey key, long sentAt, long acceptedAt, long sequence) {}

    void check() {
        Map<String, List<Interval>> byConversation = new HashMap<>();
        evidence.outcomes().forEach((key, outcome) -> {
            StoredMessage row = evidence.row(key);
            Event.Sent first = outcome.first();
            if (row != null && first != null) {
                byConversation
                        .computeIfAbsent(key.conversation(), conversation -> new ArrayList<>())
                        .add(new Interval(key, first.at(), outcome.acceptedAt(), row.sequence()));
            }
        });
        byConversation.values().forEach(this::realTime);
        evidence.run().histories().forEach(this::connections);
    }

    /** One sweep over time: the highest number accepted so far must be below that of whatever is sent next. */
    private void realTime(List<Interval> sends) {
        List<Interval> byAcceptance = sends.stream()
                .sorted(Comparator.comparingLong(Interval::acceptedAt))
                .toList();
        List<Interval> bySending = sends.stream()
                .sorted(Comparator.comparingLong(Interval::sentAt))
                .toList();
        int next = 0;
        Interval highest = new Interval(new MessageKey("", "", ""), 0, 0, 0);
        for (Interval send : bySending) {
            while (next < byAcceptance.size() && byAcceptance.get(next).acceptedAt() < send.sentAt()) {
                Interval accepted = byAcceptance.get(next++);
                highest = accepted.sequence() > highest.sequence() ? accepted : highest;
            }
            if (highest.sequence() > send.sequence()) {
                verdict.found(
                        Count.REORDERED,
                        send.key() + " at " + send.sequence() + " was sent after the acceptance of " + highest.key()
                                + " at " + highest.sequence());
            }
        }
    }

    private record Lane(int connection, String conversation) {}

    /** Only sends with one attempt are judged: a repeat may lawfully overtake. */
    private void connections(History history) {
        Map<Lane, Long> last = new HashMap<>();
        for (Event event : history.events()) {
            if (event instanceof Event.Sent sent) {
                MessageKey key = new MessageKey(sent.conversation(), history.user(), sent.clientMessageId());
                Outcome outcome = evidence.outcomes().get(key);
                StoredMessage row = evidence.row(key);
                if (outcome == null || !outcome.sentOnce() || row == null) {
                    continue;
                }
                Long before = last.put(new Lane(sent.connection(), sent.conversation()), row.sequence());
                if (before != null && before > row.sequence()) {
                    verdict.found(
                            Count.REORDERED,
                            key + " at " + row.sequence() + " was sent on its connection after " + before);
                }
            }
        }
    }
}
