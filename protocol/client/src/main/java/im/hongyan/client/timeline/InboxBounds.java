package im.hongyan.client.timeline;

/**
 * What is held for the application at the most, and the window that the server is told.
 *
 * @param messages messages not applied yet, those that came early included
 * @param bytes of them
 */
public record InboxBounds(int messages, int bytes) {
    public InboxBounds {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException("the bounds of the inbox are at least 1");
        }
    }

    /** Messages that may wait for a gap before them; a part of the whole, so that the gap can be filled. */
    int earlyMessages() {
        return messages / 4;
    }

    int earlyBytes() {
        return bytes / 4;
    }
}
