package im.hongyan.core.friend.relation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is remembered of who blocks whom and who are friends.
 *
 * @param friendsOnly whether only friends write to each other, in a tenant that has no policy for it
 * @param cached pairs of users kept in memory
 * @param staleness how long another core's change may go unnoticed here, at the most 5 s
 * @param trusted how long what is known is used on while the database is away
 * @param databaseDeadline how long a question to the database may take
 */
@ConfigurationProperties("hongyan.core.friend.relation")
record RelationProperties(
        @DefaultValue("false") boolean friendsOnly,
        @DefaultValue("100000") int cached,
        @DefaultValue("5s") Duration staleness,
        @DefaultValue("1h") Duration trusted,
        @DefaultValue("1s") Duration databaseDeadline) {
    private static final Duration MAX_STALENESS = Duration.ofSeconds(5);

    RelationProperties {
        if (cached < 1) {
            throw new IllegalArgumentException("hongyan.core.friend.relation.cached must be at least 1");
        }
        if (staleness.isNegative() || staleness.compareTo(MAX_STALENESS) > 0) {
            throw new IllegalArgumentException("hongyan.core.friend.relation.staleness must be between 0 and 5 s");
        }
        if (databaseDeadline.toMillis() < 1 || trusted.isNegative()) {
            throw new IllegalArgumentException("hongyan.core.friend.relation: a duration is out of range");
        }
    }
}
