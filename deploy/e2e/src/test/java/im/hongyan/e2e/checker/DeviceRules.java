package im.hongyan.e2e.checker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** What each device's own log must show: DUPLICATED (applied), REORDERED (applied), HIDDEN, PHANTOM, BEHIND. */
final class DeviceRules {
    private final Evidence evidence;
    private final Verdict verdict;

    DeviceRules(Evidence evidence, Verdict verdict) {
        this.evidence = evidence;
        this.verdict = verdict;
    }

    /** One device's log of one conversation. */
    private static final class Log {
        private final Set<Long> applied = new HashSet<>();
        private final Set<MessageKey> keys = new HashSet<>();
        private long last;
        private long from = Long.MAX_VALUE;
        private long cursor;

        void pass(long after, long through) {
            from = Math.min(from, after);
            cursor = Math.max(cursor, through);
        }
    }

    void check() {
        evidence.run().histories().forEach(this::check);
    }

    private void check(History history) {
        String name = history.user() + "/" + history.device();
        Map<String, Log> logs = new HashMap<>();
        for (Event event : history.events()) {
            switch (event) {
                case Event.Applied applied -> applied(name, log(logs, applied.conversation()), applied);
                case Event.Passed passed -> log(logs, passed.conversation()).pass(passed.after(), passed.through());
                case Event.Sent sent -> {}
                case Event.Accepted accepted -> {}
                case Event.Refused refused -> {}
                case Event.Said said -> {}
                case Event.Told told -> {}
            }
        }
        logs.forEach((conversation, log) -> hidden(name, conversation, log));
        if (!history.hasLeft()) {
            behind(history, name, logs);
        }
    }

    private static Log log(Map<String, Log> logs, String conversation) {
        return logs.computeIfAbsent(conversation, first -> new Log());
    }

    private void applied(String name, Log log, Event.Applied event) {
        MessageKey key = new MessageKey(event.conversation(), event.sender(), event.clientMessageId());
        String example = name + " " + key + " at " + event.sequence();
        boolean again = !log.keys.add(key);
        if (again || !log.applied.add(event.sequence())) {
            verdict.found(Count.DUPLICATED, example);
        } else if (event.sequence() < log.last) {
            verdict.found(Count.REORDERED, example + " after " + log.last);
        }
        StoredMessage row = evidence.timeline(event.conversation()).get(event.sequence());
        if (row == null || !row.key().equals(key) || !row.messageId().equals(event.messageId())) {
            verdict.found(Count.PHANTOM, example + ", stored there: " + (row == null ? "nothing" : row.key()));
        }
        log.last = Math.max(log.last, event.sequence());
        log.applied.add(event.sequence());
        log.pass(event.sequence() - 1, event.sequence());
    }

    private void hidden(String name, String conversation, Log log) {
        NavigableMap<Long, StoredMessage> timeline = evidence.timeline(conversation);
        timeline.subMap(log.from, false, Math.max(log.cursor, log.from), true).forEach((sequence, row) -> {
            if (!log.applied.contains(sequence)) {
                verdict.found(Count.HIDDEN, name + " " + row.key() + " at " + sequence + ", cursor " + log.cursor);
            }
        });
    }

    private void behind(History history, String name, Map<String, Log> logs) {
        evidence.run().members().forEach((conversation, users) -> {
            if (users.contains(history.user())) {
                Log log = logs.get(conversation);
                long cursor = log == null ? 0 : log.cursor;
                int missing =
                        evidence.timeline(conversation).tailMap(cursor, false).size();
                if (missing > 0) {
                    verdict.found(Count.BEHIND, missing, name + " " + conversation + " stopped at " + cursor);
                }
            }
        });
    }
}
