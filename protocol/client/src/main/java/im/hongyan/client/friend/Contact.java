package im.hongyan.client.friend;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one sees of another user.
 *
 * @param version of one's list when it came to be so
 * @param friend null: no friend
 * @param request that is open between the two; null: none
 * @param blockedSince null: one has not blocked them
 */
public record Contact(
        String user,
        long version,
        @Nullable Friendship friend,
        @Nullable Request request,
        @Nullable Instant blockedSince) {

    /** Nothing is left of them: they are in the list no more. */
    public boolean isRemoved() {
        return friend == null && request == null && blockedSince == null;
    }

    /**
     * How one keeps a friend.
     *
     * @param remark one's own name for them; empty: none
     * @param labels under which one keeps them
     */
    public record Friendship(Instant since, String remark, List<String> labels) {}

    /**
     * A request to become friends.
     *
     * @param expiresAt from when on it is as if it had never been
     */
    public record Request(State state, String greeting, Instant askedAt, Instant expiresAt) {
        /** What has become of it. */
        public enum State {
            /** One has asked them. */
            SENT,
            /** They have asked. */
            RECEIVED,
            /** One has asked them, and they do not want it. */
            REFUSED
        }
    }
}
