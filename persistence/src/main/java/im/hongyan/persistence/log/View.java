package im.hongyan.persistence.log;

/**
 * What one reader may see of a conversation: the numbers in {@code (after, until]}.
 *
 * @param read how far they have read
 */
public record View(String conversation, long after, long until, long read) {

    public View within(long settled) {
        return new View(conversation, after, Math.min(until, settled), read);
    }

    /** What they have not read yet. */
    public View unread() {
        return new View(conversation, Math.max(after, read), until, read);
    }

    public boolean isEmpty() {
        return until <= after;
    }
}
