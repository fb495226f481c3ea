package im.hongyan.core.group;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of groups.
 *
 * @param maxMembers members of one group at the most, in a tenant that has no policy for it
 * @param usersPerMessage users named in one system message; a larger change becomes several
 * @param page groups or members of one page
 * @param announceAgainAfter when a change whose message did not get through is tried again, by whichever core is there
 */
@ConfigurationProperties("hongyan.core.group")
record GroupProperties(
        @DefaultValue("500") int maxMembers,
        @DefaultValue("500") int usersPerMessage,
        @DefaultValue("200") int page,
        @DefaultValue("5s") Duration announceAgainAfter) {

    GroupProperties {
        if (maxMembers < 1 || page < 1 || usersPerMessage < 1) {
            throw new IllegalArgumentException("hongyan.core.group: every bound must be at least 1");
        }
        if (usersPerMessage > 900) {
            throw new IllegalArgumentException(
                    "hongyan.core.group.users-per-message must be at most 900, so that a message fits into a frame");
        }
        if (announceAgainAfter.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.group.announce-again-after must be at least 1 ms");
        }
    }
}
