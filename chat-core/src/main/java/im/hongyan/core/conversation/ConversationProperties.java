package im.hongyan.core.conversation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is remembered of conversations.
 *
 * @param cachedMemberships memberships kept in memory
 * @param cachedConversations direct conversations remembered as existing
 * @param staleness how long another core's change of a membership may go unnoticed here, at the most 5 s
 * @param trusted how long a known membership is used on while the database is away
 * @param databaseDeadline how long a question to the database may take
 * @param headsPage heads of one page of the answer to HELLO
 * @param smallGroup members of a group in which typing and receipts are shown
 */
@ConfigurationProperties("hongyan.core.conversation")
record ConversationProperties(
        @DefaultValue("100000") int cachedMemberships,
        @DefaultValue("100000") int cachedConversations,
        @DefaultValue("5s") Duration staleness,
        @DefaultValue("1h") Duration trusted,
        @DefaultValue("1s") Duration databaseDeadline,
        @DefaultValue("200") int headsPage,
        @DefaultValue("50") int smallGroup) {
    private static final Duration MAX_STALENESS = Duration.ofSeconds(5);

    ConversationProperties {
        if (cachedMemberships < 1 || cachedConversations < 1 || headsPage < 1 || headsPage > 400 || smallGroup < 0) {
            throw new IllegalArgumentException("hongyan.core.conversation: a bound is out of range");
        }
        if (staleness.isNegative() || staleness.compareTo(MAX_STALENESS) > 0) {
            throw new IllegalArgumentException("hongyan.core.conversation.staleness must be between 0 and 5 s");
        }
        if (databaseDeadline.toMillis() < 1 || trusted.isNegative()) {
            throw new IllegalArgumentException("hongyan.core.conversation: a duration is out of range");
        }
    }
}
