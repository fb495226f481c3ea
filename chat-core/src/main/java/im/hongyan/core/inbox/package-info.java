/**
 * A user's list of conversations: in which order, what was last said, what is unread, and what the user has set for each on all
 * devices. The one writer of the tables {@code conversation_setting} and {@code conversation_setting_version}; reads who is in
 * which conversation, and the names that are shown, where other rooms wrote them.
 */
@NullMarked
package im.hongyan.core.inbox;

import org.jspecify.annotations.NullMarked;
