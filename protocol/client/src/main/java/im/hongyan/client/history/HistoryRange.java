package im.hongyan.client.history;

/**
 * Which part of a conversation to read.
 *
 * @param after exclusive; 0: from the first message
 * @param before exclusive; 0: to the last message
 * @param limit messages at the most; the server may give fewer and says whether there are more
 * @param forward the oldest of the range instead of the newest
 */
public record HistoryRange(long after, long before, int limit, boolean forward) {
    public HistoryRange {
        if (after < 0 || before < 0) {
            throw new IllegalArgumentException("sequences are not negative");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one message");
        }
    }

    /** The newest messages. */
    public static HistoryRange newest(int limit) {
        return new HistoryRange(0, 0, limit, false);
    }

    /** The newest messages below a sequence. */
    public static HistoryRange before(long sequence, int limit) {
        return new HistoryRange(0, sequence, limit, false);
    }

    /** The oldest messages above a sequence. */
    public static HistoryRange after(long sequence, int limit) {
        return new HistoryRange(sequence, 0, limit, true);
    }
}
