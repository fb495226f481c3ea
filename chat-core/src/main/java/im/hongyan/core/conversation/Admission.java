package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationKey;

/**
 * The leave to send into a conversation.
 *
 * @param isNew the conversation was made just now for this message: nothing was ever sent in it
 */
public record Admission(ConversationKey key, boolean isNew) {}
