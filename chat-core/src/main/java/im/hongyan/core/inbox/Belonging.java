package im.hongyan.core.inbox;

/**
 * A conversation that a user is in.
 *
 * @param joinSequence what came until then is not theirs
 * @param pin 0: not pinned
 * @param clearedTo what came until then they deleted for themselves
 */
record Belonging(String conversation, long joinSequence, long pin, long clearedTo) {

    /** What they see begins after this number. */
    long after() {
        return Math.max(joinSequence, clearedTo);
    }

    /** Whether it stays away from lists: deleted, and nothing was said since. */
    boolean isHidden(long newestShown) {
        return clearedTo > 0 && newestShown <= clearedTo;
    }
}
