package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Refused;
import org.jspecify.annotations.Nullable;

/**
 * The leave to send into a conversation.
 *
 * @param isNew the conversation was made just now for this message: nothing was ever sent in it
 * @param closed why nothing new is taken from the sender, who could send before: a mute, a block, or they have left; what
 *     was accepted from them stays accepted. Null: they may send
 */
public record Admission(
        ConversationKey key, boolean isNew, @Nullable Refused closed) {}
