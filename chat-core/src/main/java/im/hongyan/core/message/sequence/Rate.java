package im.hongyan.core.message.sequence;

/**
 * How often something may happen: so often in a row, and then at a steady pace.
 *
 * @param burst in a row
 * @param perSecond afterwards; 0: as often as one likes
 */
public record Rate(int burst, int perSecond) {
    public static final Rate UNBOUNDED = new Rate(0, 0);
    private static final long SECOND_MICROS = 1_000_000;

    public Rate {
        if (perSecond < 0 || (perSecond > 0 && burst < 1)) {
            throw new IllegalArgumentException("a rate has 0 (no bound) or more a second, and a burst of at least 1");
        }
    }

    /** How long one takes, in microseconds; 0: no time. */
    long paceMicros() {
        return perSecond == 0 ? 0 : Math.max(SECOND_MICROS / perSecond, 1);
    }
}
