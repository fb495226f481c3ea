/**
 * Conversations: who belongs to which one and what they may see of it. The one writer of the tables {@code conversation} and
 * {@code conversation_member}; every other room asks {@link im.hongyan.core.conversation.ConversationService}.
 */
@NullMarked
package im.hongyan.core.conversation;

import org.jspecify.annotations.NullMarked;
