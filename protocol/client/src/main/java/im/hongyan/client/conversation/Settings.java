package im.hongyan.client.conversation;

/**
 * What a user has set for a conversation, on all devices.
 *
 * @param draft what they began to write; empty: nothing
 */
public record Settings(boolean pinned, boolean muted, boolean markedUnread, String draft) {}
