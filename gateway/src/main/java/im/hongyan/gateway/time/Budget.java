package im.hongyan.gateway.time;

/**
 * How often something may be done: so many at once, so many a second on average. Confined to one thread; nothing runs when
 * it is not asked.
 */
public final class Budget {
    private final int burst;
    private final long nanosEach;
    private long spentUntil;

    /**
     * @param perSecond refilled a second, and so many may be used at once; at least 1
     * @param now in nanoseconds of any clock that does not go back
     */
    public Budget(int perSecond, long now) {
        this.burst = perSecond;
        this.nanosEach = 1_000_000_000L / perSecond;
        this.spentUntil = now - burst * nanosEach;
    }

    /** Takes one, if there is one. */
    public boolean take(long now) {
        long from = Math.max(spentUntil, now - burst * nanosEach);
        if (now - from < nanosEach) {
            return false;
        }
        spentUntil = from + nanosEach;
        return true;
    }
}
