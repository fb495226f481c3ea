package im.hongyan.e2e.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run, indexed once for all rules. */
final class Evidence {
    private final Run run;
    private final Map<MessageKey, Outcome> outcomes = new HashMap<>();
    private final Map<MessageKey, List<StoredMessage>> stored = new HashMap<>();
    private final Map<String, NavigableMap<Long, StoredMessage>> timelines = new HashMap<>();

    Evidence(Run run) {
        this.run = run;
        for (StoredMessage row : run.messages()) {
            stored.computeIfAbsent(row.key(), key -> new ArrayList<>(1)).add(row);
            timelines
                    .computeIfAbsent(row.conversation(), conversation -> new TreeMap<>())
                    .put(row.sequence(), row);
        }
        for (History history : run.histories()) {
            history.events().forEach(event -> note(history.user(), event));
        }
    }

    private void note(String sender, Event event) {
        switch (event) {
            case Event.Sent sent ->
                outcome(sent.conversation(), sender, sent.clientMessageId()).sent(sent);
            case Event.Accepted accepted ->
                outcome(accepted.conversation(), sender, accepted.clientMessageId())
                        .accepted(accepted);
            case Event.Refused refused ->
                outcome(refused.conversation(), sender, refused.clientMessageId())
                        .refused(refused);
            case Event.Applied applied -> {}
            case Event.Passed passed -> {}
            case Event.Said said -> {}
            case Event.Told told -> {}
        }
    }

    private Outcome outcome(String conversation, String sender, String clientMessageId) {
        return outcomes.computeIfAbsent(new MessageKey(conversation, sender, clientMessageId), key -> new Outcome());
    }

    Run run() {
        return run;
    }

    Map<MessageKey, Outcome> outcomes() {
        return outcomes;
    }

    /** All places where a send is stored; more than one is a finding. */
    Map<MessageKey, List<StoredMessage>> stored() {
        return stored;
    }

    /** The first place where a send is stored. */
    @Nullable StoredMessage row(MessageKey key) {
        List<StoredMessage> rows = stored.get(key);
        return rows == null ? null : rows.get(0);
    }

    /** The stored messages of each conversation by number. */
    Map<String, NavigableMap<Long, StoredMessage>> timelines() {
        return timelines;
    }

    NavigableMap<Long, StoredMessage> timeline(String conversation) {
        return timelines.getOrDefault(conversation, new TreeMap<>());
    }
}
