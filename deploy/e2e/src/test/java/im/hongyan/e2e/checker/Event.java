package im.hongyan.e2e.checker;

/**
 * One thing that a device did or saw. {@code at} is {@link System#nanoTime()} of the one JVM that all clients of a run live in;
 * what a device does is noted before it is done, what it sees after it is seen, so that "before" is never claimed wrongly.
 */
public sealed interface Event {
    long at();

    /**
     * A send left, the first time or again.
     *
     * @param connection numbers the connections of this device, so that the order of one connection can be judged
     */
    record Sent(long at, String conversation, String clientMessageId, int connection) implements Event {}

    record Accepted(
            long at, String conversation, String clientMessageId, long sequence, String messageId, boolean duplicate)
            implements Event {}

    /**
     * An ERROR for a send.
     *
     * @param isFinal whether the code says that nothing is or will be stored under this id
     */
    record Refused(long at, String conversation, String clientMessageId, String code, boolean isFinal)
            implements Event {}

    /** The device put a message into its log. */
    record Applied(long at, String conversation, long sequence, String sender, String clientMessageId, String messageId)
            implements Event {}

    /** The device's cursor moved over (after, through], messages and voids alike. */
    record Passed(long at, String conversation, long after, long through) implements Event {}

    /** The device said RECEIVED or READ. */
    record Said(long at, String conversation, Mark mark, long upTo) implements Event {}

    /** The device was told that {@code user} has received or read. */
    record Told(long at, String conversation, String user, Mark mark, long upTo) implements Event {}

    /** The two cumulative receipts. */
    enum Mark {
        RECEIVED,
        READ
    }
}
