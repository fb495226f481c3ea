package im.hongyan.core.inbox;

/**
 * What a user has set for a conversation.
 *
 * @param version when it was last written, among this user's settings
 * @param pin the version at which it was pinned; 0: it is not
 * @param clearedTo the last message that is deleted for this user; 0: none
 */
record Setting(
        String conversation,
        long version,
        long pin,
        boolean muted,
        boolean markedUnread,
        long clearedTo,
        String draft) {

    /** Of a conversation for which nothing was set. */
    static Setting none(String conversation) {
        return new Setting(conversation, 0, 0, false, false, 0, "");
    }

    boolean pinned() {
        return pin > 0;
    }
}
