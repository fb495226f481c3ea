package im.hongyan.core.account.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All keys that are stored, from the oldest on, and which of them does what at a time. Immutable.
 *
 * @param keys from the oldest on
 * @param readAt when they were read
 */
record Ring(List<OwnKey> keys, Instant readAt, Duration publishBefore) {
    /** An access token lives for an hour at the most; so long, and the clocks' skew, its key is accepted afterwards. */
    static final Duration ACCEPTED_AFTERWARDS = Duration.ofHours(2);

    /** The one that signs: the newest that everybody has had time to learn of; the first of all signs at once. */
    @Nullable OwnKey signing(Instant now) {
        OwnKey signing = keys.isEmpty() ? null : keys.getFirst();
        for (OwnKey key : keys) {
            if (!now.isBefore(key.createdAt().plus(publishBefore))) {
                signing = key;
            }
        }
        return signing;
    }

    /** Those that tokens may be signed with, now or soon or until lately. */
    List<OwnKey> accepted(Instant now) {
        return keys.stream().filter(key -> key.generation() >= oldest(now)).toList();
    }

    /** The oldest generation that is accepted; 0 when there is no key. */
    long oldest(Instant now) {
        OwnKey oldest = signing(now.minus(ACCEPTED_AFTERWARDS));
        return oldest == null ? 0 : oldest.generation();
    }

    /** The generation to make now; 0: none. */
    long due(Instant now, Duration rotateAfter) {
        if (keys.isEmpty()) {
            return 1;
        }
        OwnKey newest = keys.getLast();
        return now.isBefore(newest.createdAt().plus(rotateAfter)) ? 0 : newest.generation() + 1;
    }
}
