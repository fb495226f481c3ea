package im.hongyan.persistence.timeline;

/**
 * Consecutive numbers of a conversation, both ends included.
 *
 * @param from at least 1
 * @param to at least {@code from}
 */
public record Range(long from, long to) {

    public Range {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException(
                    "a range of numbers is 1 or higher and ascending, not " + from + ".." + to);
        }
    }

    public static Range of(long number) {
        return new Range(number, number);
    }
}
