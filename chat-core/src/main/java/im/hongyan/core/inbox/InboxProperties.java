package im.hongyan.core.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of lists of conversations.
 *
 * @param page conversations, or changed settings, of one page at the most; so many are told when nothing else is asked for
 * @param conversations of a user that are put in order; of one who is in more, those with the lowest ids
 * @param previewText characters of a text that a list shows
 * @param previewData bytes of a custom content that a list shows
 * @param databaseDeadline how long a question to the database may take
 */
@ConfigurationProperties("hongyan.core.inbox")
record InboxProperties(
        @DefaultValue("50") int page,
        @DefaultValue("20000") int conversations,
        @DefaultValue("256") int previewText,
        @DefaultValue("1024") int previewData,
        @DefaultValue("2s") Duration databaseDeadline) {
    /** What persistence answers at once. */
    private static final int MOST_PAGE = 100;

    InboxProperties {
        if (page < 1 || page > MOST_PAGE) {
            throw new IllegalArgumentException("hongyan.core.inbox.page must be 1 to " + MOST_PAGE);
        }
        if (conversations < 1 || previewText < 1 || previewData < 0) {
            throw new IllegalArgumentException("hongyan.core.inbox: a bound is out of range");
        }
        if (databaseDeadline.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.inbox.database-deadline must be at least 1 ms");
        }
    }
}
