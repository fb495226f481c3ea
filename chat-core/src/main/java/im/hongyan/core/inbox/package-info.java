/**
 * A user's list of conversations: in which order, what was last said, what is unread. Writes nothing: it reads who is in which
 * conversation, and the names that are shown, where other rooms wrote them. What a user sets for a conversation is in
 * {@code setting}.
 */
@NullMarked
package im.hongyan.core.inbox;

import org.jspecify.annotations.NullMarked;
