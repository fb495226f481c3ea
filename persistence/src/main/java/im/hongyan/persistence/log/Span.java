package im.hongyan.persistence.log;

/**
 * Consecutive numbers to read: {@code (after, through]}.
 *
 * @param descending whether the highest comes first
 */
public record Span(ConversationKey conversation, long after, long through, boolean descending) {

    public boolean isEmpty() {
        return through <= after;
    }

    /** How many numbers there are, taken or not. */
    public long length() {
        return Math.max(0, through - after);
    }

    /** The span that remains when everything up to and including the given number was read. */
    public Span beyond(long number) {
        return descending
                ? new Span(conversation, after, number - 1, true)
                : new Span(conversation, number, through, false);
    }
}
