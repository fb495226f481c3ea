package im.hongyan.core.friend;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a user's list of friends may hold.
 *
 * @param friends of one user
 * @param blocks of one user
 * @param labels of one friend
 * @param requests to become friends
 * @param page contacts told at once
 * @param removalsKept how long a device may have been away and still be told what was removed; later it is told the whole list
 * @param sweepEvery how often requests that have run out and removals that are too old are taken out
 */
@ConfigurationProperties("hongyan.core.friend")
record FriendProperties(
        @DefaultValue("5000") int friends,
        @DefaultValue("1000") int blocks,
        @DefaultValue("10") int labels,
        @DefaultValue Requests requests,
        @DefaultValue("500") int page,
        @DefaultValue("90d") Duration removalsKept,
        @DefaultValue("1m") Duration sweepEvery) {
    private static final int MOST = 100_000;
    private static final int MOST_LABELS = 20;

    FriendProperties {
        if (friends < 1 || blocks < 1 || page < 1 || friends > MOST || blocks > MOST || page > MOST) {
            throw new IllegalArgumentException("hongyan.core.friend.friends, blocks and page must be 1 to " + MOST);
        }
        if (labels < 0 || labels > MOST_LABELS) {
            throw new IllegalArgumentException("hongyan.core.friend.labels must be 0 to " + MOST_LABELS);
        }
        if (removalsKept.toMillis() < 1 || sweepEvery.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "hongyan.core.friend.removals-kept and sweep-every must be at least 1 ms");
        }
    }

    /**
     * Requests to become friends.
     *
     * @param sent by one user and not yet answered
     * @param received by one user and not yet answered
     * @param perDay made by one user between two midnights UTC
     * @param lifetime after which a request has run out
     */
    record Requests(
            @DefaultValue("100") int sent,
            @DefaultValue("1000") int received,
            @DefaultValue("50") int perDay,
            @DefaultValue("7d") Duration lifetime) {
        Requests {
            if (sent < 1 || received < 1 || perDay < 1 || sent > MOST || received > MOST) {
                throw new IllegalArgumentException("hongyan.core.friend.requests.sent, received and per-day must be"
                        + " at least 1, and the first two at most " + MOST);
            }
            if (lifetime.toMillis() < 1) {
                throw new IllegalArgumentException("hongyan.core.friend.requests.lifetime must be at least 1 ms");
            }
        }
    }
}
