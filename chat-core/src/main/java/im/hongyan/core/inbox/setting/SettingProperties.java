package im.hongyan.core.inbox.setting;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of what users set for conversations.
 *
 * @param page changed settings of one page at the most; so many are told when nothing else is asked for
 * @param pins conversations that one user has pinned at the most
 * @param draft characters of a draft at the most, up to 4,000
 * @param readers users of whom it is remembered what they have deleted
 * @param staleness how long another core's deletion may go unnoticed here, at the most 5 s
 * @param trusted how long what is remembered is used on while the database is away
 * @param databaseDeadline how long a question to the database may take
 */
@ConfigurationProperties("hongyan.core.inbox.setting")
record SettingProperties(
        @DefaultValue("100") int page,
        @DefaultValue("100") int pins,
        @DefaultValue("4000") int draft,
        @DefaultValue("100000") int readers,
        @DefaultValue("5s") Duration staleness,
        @DefaultValue("1h") Duration trusted,
        @DefaultValue("2s") Duration databaseDeadline) {
    /** As wide as the column, in characters of four bytes. */
    private static final int MOST_DRAFT = 4_000;

    private static final Duration MAX_STALENESS = Duration.ofSeconds(5);

    SettingProperties {
        if (page < 1 || page > 1_000 || pins < 1 || readers < 1 || draft < 1 || draft > MOST_DRAFT) {
            throw new IllegalArgumentException("hongyan.core.inbox.setting: a bound is out of range");
        }
        if (staleness.isNegative() || staleness.compareTo(MAX_STALENESS) > 0) {
            throw new IllegalArgumentException("hongyan.core.inbox.setting.staleness must be between 0 and 5 s");
        }
        if (trusted.isNegative() || databaseDeadline.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.inbox.setting: a duration is out of range");
        }
    }
}
