package im.hongyan.client.conversation;

import im.hongyan.wire.frame.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the list shows it.
 *
 * @param last the newest message, a long one cut; null: there is none that the user sees
 * @param activeAt when something was last said; null: never
 */
public record Conversation(
        String id,
        Face face,
        Marks marks,
        Unread unread,
        @Nullable Message last,
        @Nullable Instant activeAt,
        Settings settings) {

    /**
     * With whom it is.
     *
     * @param peer of a direct conversation; null of a group's
     * @param group null of a direct conversation
     * @param name of the peer or the group
     * @param avatar empty: none
     */
    public record Face(@Nullable String peer, @Nullable String group, String name, String avatar) {}

    /**
     * How far it goes and has been read.
     *
     * @param read by the user, on any device
     * @param peerRead by the peer of a direct conversation
     * @param peerReceived by a device of the peer of a direct conversation
     */
    public record Marks(long head, long read, long peerRead, long peerReceived) {}

    /**
     * What waits to be read.
     *
     * @param messages of others; 100 stands for that many or more
     * @param mentioned the first one that mentions the user; 0: none
     */
    public record Unread(int messages, long mentioned) {}
}
