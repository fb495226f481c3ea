package im.hongyan.e2e.checker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What senders were told: WRONG_ANSWER, HUNG, and the numbers RECOVERED and RESEQUENCED. */
final class AnswerRules {
    private final Evidence evidence;
    private final Verdict verdict;
    /** What the sender's own devices applied, by key and number: how a sender learns of a fresh number. */
    private final Set<Place> shownToSender = new HashSet<>();

    private record Place(MessageKey key, long sequence) {}

    AnswerRules(Evidence evidence, Verdict verdict) {
        this.evidence = evidence;
        this.verdict = verdict;
        for (History history : evidence.run().histories()) {
            for (Event event : history.events()) {
                if (event instanceof Event.Applied applied && applied.sender().equals(history.user())) {
                    shownToSender.add(new Place(
                            new MessageKey(applied.conversation(), applied.sender(), applied.clientMessageId()),
                            applied.sequence()));
                }
            }
        }
    }

    void check() {
        evidence.outcomes().forEach((key, outcome) -> {
            if (outcome.first() != null && !outcome.settled()) {
                verdict.found(Count.HUNG, key);
            }
            StoredMessage row = evidence.row(key);
            if (row == null) {
                differing(key, outcome.accepted());
                return;
            }
            if (outcome.finalRefusal() != null) {
                verdict.found(
                        Count.WRONG_ANSWER,
                        key + " stored at " + row.sequence() + ", refused with "
                                + outcome.finalRefusal().code());
            }
            if (outcome.wasUnknown()) {
                verdict.noted(Count.RECOVERED, 1);
            }
            values(key, outcome.accepted(), row);
        });
    }

    /** Against the table: a differing number is right only if it was the table's own change and the sender was shown it. */
    private void values(MessageKey key, List<Event.Accepted> answers, StoredMessage row) {
        boolean told = shownToSender.contains(new Place(key, row.sequence()));
        long asStored = answers.stream()
                .filter(answer -> answer.sequence() == row.sequence())
                .count();
        if (answers.stream()
                .anyMatch(answer -> answer.sequence() == row.sequence()
                        && !answer.messageId().equals(row.messageId()))) {
            verdict.found(Count.WRONG_ANSWER, key + " has another message id than the table's");
        } else if (asStored < answers.size() && !told) {
            verdict.found(Count.WRONG_ANSWER, key + " stored at " + row.sequence() + ", answered " + answers);
        } else if (asStored < answers.size()) {
            verdict.found(Count.RESEQUENCED, key + " stored at " + row.sequence() + ", answered " + answers);
        } else if (answers.stream().filter(answer -> !answer.duplicate()).count() > 1) {
            verdict.found(Count.WRONG_ANSWER, key + " was accepted for the first time more than once");
        }
    }

    private void differing(MessageKey key, List<Event.Accepted> answers) {
        long values = answers.stream()
                .map(answer -> answer.sequence() + answer.messageId())
                .distinct()
                .count();
        if (values > 1) {
            verdict.found(Count.WRONG_ANSWER, key + " has " + values + " different answers and is not stored");
        }
    }
}
