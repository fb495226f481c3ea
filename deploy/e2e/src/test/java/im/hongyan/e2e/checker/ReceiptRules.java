package im.hongyan.e2e.checker;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** FALSE_RECEIPT: nobody may be told more than some device of that user had said by then. */
final class ReceiptRules {
    private final Evidence evidence;
    private final Verdict verdict;

    ReceiptRules(Evidence evidence, Verdict verdict) {
        this.evidence = evidence;
        this.verdict = verdict;
    }

    private record Subject(String user, String conversation, Event.Mark mark) {}

    void check() {
        Map<Subject, NavigableMap<Long, Long>> said = new HashMap<>();
        for (History history : evidence.run().histories()) {
            for (Event event : history.events()) {
                if (event instanceof Event.Said mark) {
                    said.computeIfAbsent(
                                    new Subject(history.user(), mark.conversation(), mark.mark()),
                                    subject -> new TreeMap<>())
                            .merge(mark.at(), mark.upTo(), Math::max);
                }
            }
        }
        said.values().forEach(ReceiptRules::cumulate);
        for (History history : evidence.run().histories()) {
            for (Event event : history.events()) {
                if (event instanceof Event.Told told) {
                    judge(history, told, said);
                }
            }
        }
    }

    /** Turns what was said at a time into what had been said by that time. */
    private static void cumulate(NavigableMap<Long, Long> marks) {
        long highest = 0;
        for (Map.Entry<Long, Long> mark : marks.entrySet()) {
            highest = Math.max(highest, mark.getValue());
            mark.setValue(highest);
        }
    }

    private void judge(History history, Event.Told told, Map<Subject, NavigableMap<Long, Long>> said) {
        NavigableMap<Long, Long> marks =
                said.getOrDefault(new Subject(told.user(), told.conversation(), told.mark()), new TreeMap<>());
        Map.Entry<Long, Long> before = marks.floorEntry(told.at());
        long honest = before == null ? 0 : before.getValue();
        if (told.upTo() > honest) {
            verdict.found(
                    Count.FALSE_RECEIPT,
                    history.user() + "/" + history.device() + " was told " + told.mark() + " of " + told.user()
                            + " up to " + told.upTo() + " in " + told.conversation() + ", said was " + honest);
        }
    }
}
