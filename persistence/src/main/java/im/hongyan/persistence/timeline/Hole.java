package im.hongyan.persistence.timeline;

/**
 * Numbers below the top for which no message has come yet.
 *
 * @param from first open number
 * @param to last open number
 * @param openedAt when a later number was first taken, in nanoseconds of a monotonic clock
 */
record Hole(long from, long to, long openedAt) {

    boolean contains(long number) {
        return from <= number && number <= to;
    }

    Range range() {
        return new Range(from, to);
    }
}
