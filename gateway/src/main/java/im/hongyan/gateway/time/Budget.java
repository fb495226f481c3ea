package im.hongyan.gateway.time;

/**
 * How often something may be done, or how much of it: so much at once, so much a second on average. Confined to one thread;
 * nothing runs when it is not asked.
 */
public final class Budget {
    private static final long SECOND = 1_000_000_000L;

    private final long perSecond;
    private long spentUntil;

    /**
     * @param perSecond refilled a second, and so much may be used at once; at least 1
     * @param now in nanoseconds of any clock that does not go back
     */
    public Budget(long perSecond, long now) {
        this.perSecond = perSecond;
        this.spentUntil = now - SECOND;
    }

    /** Takes one, if there is one. */
    public boolean take(long now) {
        long cost = SECOND / perSecond;
        if (now - from(now) < cost) {
            return false;
        }
        spentUntil = from(now) + cost;
        return true;
    }

    /**
     * Takes what has been used already, whether there is so much or not.
     *
     * @param amount at most some gigabytes
     * @return nanoseconds until nothing is owed; 0 when nothing is
     */
    public long owe(long amount, long now) {
        spentUntil = from(now) + amount * SECOND / perSecond;
        return Math.max(0, spentUntil - now);
    }

    /** Whether it is as good as new. */
    public boolean isWhole(long now) {
        return now - spentUntil >= SECOND;
    }

    private long from(long now) {
        return Math.max(spentUntil, now - SECOND);
    }
}
