package im.hongyan.client.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list: pinned conversations first, then those in which something was said last.
 *
 * @param next where the next page begins; null: this is the last
 * @param version of the user's settings as of this page
 */
public record ConversationPage(
        List<Conversation> items, @Nullable String next, long version) {}
