/**
 * What a user has set for a conversation, alike on all devices: pinned, muted, marked as unread, a draft, deleted up to a number.
 * The one writer of the tables {@code conversation_setting} and {@code conversation_setting_version}.
 */
@NullMarked
package im.hongyan.core.inbox.setting;

import org.jspecify.annotations.NullMarked;
