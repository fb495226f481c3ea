package im.hongyan.core.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as a list shows it.
 *
 * @param peer of a direct conversation; absent in others
 * @param group of a group's conversation; absent in others
 * @param name of the peer or the group
 * @param avatar empty: none
 * @param activeAt when something was last said; absent: never
 * @param lastMessage in the JSON mapping of the frames; absent when the user sees none
 * @param lastMessageCut absent: the last message is whole
 * @param unread of others, not read; as far as it is counted
 * @param mentioned the first unread message that mentions the user; absent: none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConversationView(
        String conversation,
        @Nullable String peer,
        @Nullable String group,
        String name,
        String avatar,
        @Nullable Instant activeAt,
        long head,
        long read,
        long peerRead,
        long peerReceived,
        @JsonRawValue @Nullable String lastMessage,
        @Nullable Boolean lastMessageCut,
        int unread,
        @Nullable Long mentioned,
        boolean pinned,
        boolean muted,
        boolean markedUnread,
        String draft) {}
