package im.hongyan.persistence.timeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which numbers of one conversation are taken. A number is <em>taken</em> by a message or by being void, once and for
 * good; every other number up to {@link #top} lies in an open hole. An immutable value; times are nanoseconds of one
 * monotonic clock (docs/architecture.md, the contract §4–6).
 */
public final class Timeline {
    /** Later than any time. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** A conversation without any number taken. */
    public static final Timeline EMPTY = new Timeline(0, List.of());

    private final long top;
    /** Ascending, disjoint, never adjacent, all below top. */
    private final List<Hole> holes;

    private Timeline(long top, List<Hole> holes) {
        this.top = top;
        this.holes = holes;
    }

    /**
     * What is taken.
     *
     * @param givenAt when a message was given the number, in milliseconds; {@link #UNKNOWN} for what is void
     */
    public record Taken(Range numbers, long givenAt) {}

    /** A timeline whose numbers up to {@code settled} are taken and those of {@code above}; its holes open now. */
    public static Timeline restore(long settled, Collection<Taken> above, long now) {
        List<Taken> ascending = new ArrayList<>(above);
        ascending.sort(Comparator.comparingLong(taken -> taken.numbers().from()));
        long[] givenBy = new long[ascending.size()];
        long earliest = UNKNOWN;
        for (int index = givenBy.length - 1; index >= 0; index--) {
            earliest = Math.min(earliest, ascending.get(index).givenAt());
            givenBy[index] = earliest;
        }
        Timeline timeline = new Timeline(settled, List.of());
        for (int index = 0; index < givenBy.length; index++) {
            Range range = ascending.get(index).numbers();
            if (range.to() > timeline.top) {
                timeline = timeline.extend(Math.max(range.from(), timeline.top + 1), range.to(), givenBy[index], now);
            }
        }
        return timeline;
    }

    /** The highest number taken; 0 when there is none. */
    public long top() {
        return top;
    }

    /** Every number up to here is taken. Readers never go beyond. */
    public long settled() {
        return holes.isEmpty() ? top : holes.get(0).from() - 1;
    }

    /** Whether nothing has this number yet. */
    public boolean isOpen(long number) {
        return number > top || holeOf(number) >= 0;
    }

    /**
     * Whether a message that brings this number may have it: nothing has it, and it was given before the later ones. One that
     * was given afterwards comes from a counter that went back, and those later ones may have been accepted before this
     * message was sent.
     */
    public boolean mayHave(long number, long givenAt) {
        if (number > top) {
            return true;
        }
        int index = holeOf(number);
        return index >= 0 && givenAt <= holes.get(index).givenBy();
    }

    public boolean hasHoles() {
        return !holes.isEmpty();
    }

    /** How many holes there are, not how many numbers they hold. */
    public int holeCount() {
        return holes.size();
    }

    /** Takes an open number, given at a time. A number beyond the next one leaves a hole that opens now. */
    public Timeline take(long number, long givenAt, long now) {
        if (number > top) {
            return extend(number, number, givenAt, now);
        }
        int index = holeOf(number);
        if (index < 0) {
            throw new IllegalArgumentException("the number " + number + " is taken");
        }
        Hole hole = holes.get(index);
        List<Hole> rest = new ArrayList<>(holes.size() + 1);
        rest.addAll(holes.subList(0, index));
        if (hole.from() < number) {
            rest.add(new Hole(hole.from(), number - 1, hole.givenBy(), hole.openedAt()));
        }
        if (number < hole.to()) {
            rest.add(new Hole(number + 1, hole.to(), hole.givenBy(), hole.openedAt()));
        }
        rest.addAll(holes.subList(index + 1, holes.size()));
        return new Timeline(top, rest);
    }

    /** Closes the holes that opened at {@code deadline} or before. */
    public Closed closeOpenedUntil(long deadline) {
        return close(hole -> hole.openedAt() - deadline <= 0);
    }

    /** Closes the holes of at least so many numbers. */
    public Closed closeFromWidth(long numbers) {
        return close(hole -> hole.to() - hole.from() + 1 >= numbers);
    }

    /** Closes every hole. */
    public Closed closeAll() {
        return close(hole -> true);
    }

    /**
     * A timeline with holes closed.
     *
     * @param timeline afterwards
     * @param voids the numbers that became void, ascending
     */
    public record Closed(Timeline timeline, List<Range> voids) {}

    private Closed close(Predicate<Hole> due) {
        if (holes.isEmpty()) {
            return new Closed(this, List.of());
        }
        List<Hole> rest = new ArrayList<>();
        List<Range> voids = new ArrayList<>();
        for (Hole hole : holes) {
            if (due.test(hole)) {
                voids.add(hole.range());
            } else {
                rest.add(hole);
            }
        }
        return voids.isEmpty() ? new Closed(this, voids) : new Closed(new Timeline(top, rest), voids);
    }

    private Timeline extend(long from, long to, long givenAt, long now) {
        if (from == top + 1) {
            return new Timeline(to, holes);
        }
        List<Hole> more = new ArrayList<>(holes.size() + 1);
        more.addAll(holes);
        more.add(new Hole(top + 1, from - 1, givenAt, now));
        return new Timeline(to, more);
    }

    /** The index of the hole that contains the number, or a negative value. */
    private int holeOf(long number) {
        int low = 0;
        int high = holes.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Hole hole = holes.get(middle);
            if (hole.contains(number)) {
                return middle;
            }
            if (hole.from() > number) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "Timeline[settled=" + settled() + ", top=" + top + ", holes=" + holes + "]";
    }
}
