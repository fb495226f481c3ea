package im.hongyan.e2e.checker;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The counts of a run with a few examples of each finding. Grows while the checker works; read it afterwards. */
public final class Verdict {
    /**
     * How many messages, of each that was accepted, may be stored under another number than was answered: what was on its way when
     * numbers were lost or came too late. A counter that goes back exchanges nearly all.
     */
    public static final double MOST_RESEQUENCED = 0.05;

    private static final int EXAMPLES = 5;

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Map<Count, List<String>> examples = new EnumMap<>(Count.class);
    private final List<String> vacuous = new ArrayList<>();

    void found(Count count, long times, String example) {
        counts.merge(count, times, Long::sum);
        List<String> shown = examples.computeIfAbsent(count, first -> new ArrayList<>());
        if (shown.size() < EXAMPLES) {
            shown.add(example);
        }
    }

    void found(Count count, Object example) {
        found(count, 1, example.toString());
    }

    void noted(Count count, long times) {
        counts.merge(count, times, Long::sum);
    }

    void vacuous(String reason) {
        vacuous.add(reason);
    }

    public long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    /** Why the run proves nothing; empty when it proves something. */
    public List<String> vacuous() {
        return List.copyOf(vacuous);
    }

    /** Whether all counts that must be zero are, and the run was not vacuous. */
    public boolean green() {
        return vacuous.isEmpty() && counts.keySet().stream().noneMatch(count -> count.mustBeZero() && of(count) > 0);
    }

    /** Whether it is green and no more than {@link #MOST_RESEQUENCED} were stored under another number. */
    public boolean greenAndInPlace() {
        return green() && of(Count.RESEQUENCED) <= of(Count.ACCEPTED) * MOST_RESEQUENCED;
    }

    @Override
    public String toString() {
        String all = counts.entrySet().stream()
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        String shown = examples.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(text -> "\n  " + entry.getKey() + " " + text))
                .collect(Collectors.joining());
        return (green() ? "green " : "RED ")
                + all
                + vacuous.stream().map(reason -> "\n  VACUOUS " + reason).collect(Collectors.joining())
                + shown;
    }
}
