package im.hongyan.persistence.timeline;

/**
 * Numbers below the top for which no message has come yet.
 *
 * @param from first open number
 * @param to last open number
 * @param givenBy when a later number was given, in milliseconds of the clock that gives numbers: the numbers in here were
 *     given before
 * @param openedAt when a later number was first taken, in nanoseconds of a monotonic clock
 */
record Hole(long from, long to, long givenBy, long openedAt) {

    boolean contains(long number) {
        return from <= number && number <= to;
    }

    Range range() {
        return new Range(from, to);
    }
}
