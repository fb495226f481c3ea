package im.hongyan.persistence.history;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of reading.
 *
 * @param pageMessages messages of one page at the most
 * @param pageBytes their bytes at the most; a larger message is a page of its own
 * @param pageTimeout after this a page is answered with STORE_UNAVAILABLE
 * @param headsAsked conversations of one question for heads at the most
 * @param overviewsAsked conversations of one question for overviews at the most
 * @param unreadCounted how far unread messages of a conversation are counted
 * @param unreadLookedAt of the newest unread messages of a conversation so many are looked at, counted or not
 * @param recentMessages messages of a conversation that the hot cache keeps, about
 * @param recentBytes a larger message is not kept there
 * @param recentLife how long the hot cache outlives the last message of a conversation
 * @param recentPatience how long the hot cache may take to answer before the database is asked
 */
@ConfigurationProperties("hongyan.persistence.history")
public record HistoryProperties(
        @DefaultValue("200") int pageMessages,
        @DefaultValue("262144") int pageBytes,
        @DefaultValue("1700ms") Duration pageTimeout,
        @DefaultValue("10000") int headsAsked,
        @DefaultValue("100") int overviewsAsked,
        @DefaultValue("100") int unreadCounted,
        @DefaultValue("1000") int unreadLookedAt,
        @DefaultValue("200") int recentMessages,
        @DefaultValue("8192") int recentBytes,
        @DefaultValue("1d") Duration recentLife,
        @DefaultValue("100ms") Duration recentPatience) {

    public HistoryProperties {
        requireBetween("page-messages", pageMessages, 1, 5_000);
        requireBetween("page-bytes", pageBytes, 1_024, 16_777_216);
        requireBetween("page-timeout (ms)", pageTimeout.toMillis(), 50, 30_000);
        requireBetween("heads-asked", headsAsked, 1, 1_000_000);
        requireBetween("overviews-asked", overviewsAsked, 1, 100);
        requireBetween("unread-counted", unreadCounted, 1, 10_000);
        requireBetween("unread-looked-at", unreadLookedAt, 1, 100_000);
        requireBetween("recent-messages", recentMessages, 1, 2_000);
        requireBetween("recent-bytes", recentBytes, 64, 1_048_576);
        requireBetween("recent-life (s)", recentLife.toSeconds(), 1, 31_536_000);
        requireBetween("recent-patience (ms)", recentPatience.toMillis(), 1, 1_000);
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "hongyan.persistence.history." + name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
