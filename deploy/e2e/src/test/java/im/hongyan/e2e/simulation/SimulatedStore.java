package im.hongyan.e2e.simulation;

import im.hongyan.e2e.checker.StoredMessage;
import im.hongyan.e2e.checker.VoidRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The database with its judge. */
final class SimulatedStore {
    static final long HOLE_TICKS = 50;

    private record Row(Envelope envelope, long storedAt) {}

    private static final class Timeline {
        private final TreeMap<Long, Row> rows = new TreeMap<>();
        private final TreeMap<Long, Long> voids = new TreeMap<>();
        private long settled;

        boolean isVoid(long sequence) {
            Map.Entry<Long, Long> range = voids.floorEntry(sequence);
            return range != null && range.getValue() >= sequence;
        }

        long top() {
            long row = rows.isEmpty() ? 0 : rows.lastKey();
            return voids.isEmpty() ? row : Math.max(row, voids.lastEntry().getValue());
        }

        /** The last number before the first gap. */
        long settled() {
            while (rows.containsKey(settled + 1) || isVoid(settled + 1)) {
                settled = rows.containsKey(settled + 1)
                        ? settled + 1
                        : voids.floorEntry(settled + 1).getValue();
            }
            return settled;
        }
    }

    private final Bug bug;
    private final Map<String, Timeline> timelines = new HashMap<>();
    private final Map<String, Envelope> byKey = new HashMap<>();

    SimulatedStore(Bug bug) {
        this.bug = bug;
    }

    /** Stores the message where the judge says; null when it was stored before. */
    @Nullable Envelope store(Envelope envelope, long now) {
        Timeline timeline = timeline(envelope.conversation());
        boolean taken = timeline.rows.containsKey(envelope.sequence());
        if (byKey.containsKey(envelope.key())) {
            if (!taken && !timeline.isVoid(envelope.sequence())) {
                timeline.voids.put(envelope.sequence(), envelope.sequence());
            }
            return null;
        }
        boolean barred = bug != Bug.VOID_SKIPPED_BY_INSERT_CHECK && timeline.isVoid(envelope.sequence());
        Envelope placed = taken || barred ? envelope.at(timeline.top() + 1) : envelope;
        timeline.rows.put(placed.sequence(), new Row(placed, now));
        byKey.put(placed.key(), placed);
        return placed;
    }

    @Nullable Envelope find(String key) {
        return byKey.get(key);
    }

    long top(String conversation) {
        return timeline(conversation).top();
    }

    long settled(String conversation) {
        return timeline(conversation).settled();
    }

    /** What is stored in (after, through]. */
    List<Envelope> read(String conversation, long after, long through) {
        return timeline(conversation).rows.subMap(after, false, through, true).values().stream()
                .map(Row::envelope)
                .toList();
    }

    /** Numbers that are missing for too long below a stored one become void. */
    void closeHoles(long now) {
        for (Timeline timeline : timelines.values()) {
            long settled = timeline.settled();
            Map.Entry<Long, Row> later = timeline.rows.higherEntry(settled);
            Map.Entry<Long, Long> laterVoid = timeline.voids.higherEntry(settled);
            if (laterVoid != null && (later == null || laterVoid.getKey() < later.getKey())) {
                timeline.voids.put(settled + 1, laterVoid.getKey() - 1);
            } else if (later != null && now - later.getValue().storedAt() > HOLE_TICKS) {
                timeline.voids.put(settled + 1, later.getKey() - 1);
            }
        }
    }

    List<StoredMessage> messages() {
        return timelines.values().stream()
                .flatMap(timeline -> timeline.rows.values().stream())
                .map(row -> row.envelope().stored())
                .toList();
    }

    List<VoidRange> voids() {
        List<VoidRange> all = new ArrayList<>();
        timelines.forEach((conversation, timeline) ->
                timeline.voids.forEach((from, to) -> all.add(new VoidRange(conversation, from, to))));
        return all;
    }

    private Timeline timeline(String conversation) {
        return timelines.computeIfAbsent(conversation, first -> new Timeline());
    }
}
