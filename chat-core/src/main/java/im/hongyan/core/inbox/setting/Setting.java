package im.hongyan.core.inbox.setting;

/**
 * What a user has set for a conversation.
 *
 * @param version when it was last written, among this user's settings
 * @param pin the version at which it was pinned; 0: it is not
 * @param markedAtMillis when it was marked as unread; 0: it is not
 * @param clearedTo the last message that is deleted for this user; 0: none
 * @param draft what they began to write; empty: nothing
 */
public record Setting(
        String conversation, long version, long pin, boolean muted, long markedAtMillis, long clearedTo, String draft) {

    /** Of a conversation for which nothing was set. */
    public static Setting none(String conversation) {
        return new Setting(conversation, 0, 0, false, 0, 0, "");
    }

    public boolean pinned() {
        return pin > 0;
    }

    public boolean markedUnread() {
        return markedAtMillis > 0;
    }

    Setting withPin(boolean pinned, long newVersion) {
        return pinned == pinned()
                ? this
                : new Setting(conversation, version, pinned ? newVersion : 0, muted, markedAtMillis, clearedTo, draft);
    }

    Setting withMuted(boolean isMuted) {
        return new Setting(conversation, version, pin, isMuted, markedAtMillis, clearedTo, draft);
    }

    Setting withMarkedUnread(boolean isMarked, long nowMillis) {
        return isMarked == markedUnread()
                ? this
                : new Setting(conversation, version, pin, muted, isMarked ? nowMillis : 0, clearedTo, draft);
    }

    Setting withDraft(String newDraft) {
        return new Setting(conversation, version, pin, muted, markedAtMillis, clearedTo, newDraft);
    }

    /** Deleted up to a number: nothing of it stays but whether it is muted. */
    Setting cleared(long upTo) {
        return new Setting(conversation, version, 0, muted, 0, Math.max(clearedTo, upTo), "");
    }

    Setting at(long newVersion) {
        return new Setting(conversation, newVersion, pin, muted, markedAtMillis, clearedTo, draft);
    }
}
