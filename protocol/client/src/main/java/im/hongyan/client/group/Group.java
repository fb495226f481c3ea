package im.hongyan.client.group;

import im.hongyan.wire.Ids;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group.
 *
 * @param id chosen by its maker or by the server
 * @param name for people
 * @param announcement what members are to read; empty when there is nothing to say
 * @param owner its maker, or whom it was handed to
 * @param memberCount how many are in it; null in lists
 * @param mutedUntil until when all but the owner and the admins are muted; null when they are not, and in lists
 */
public record Group(
        String id,
        String name,
        String announcement,
        String owner,
        @Nullable Long memberCount,
        @Nullable Instant mutedUntil) {
    /** The id of its conversation. */
    public String conversation() {
        return Ids.group(id);
    }
}
