package im.hongyan.core.media;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Signed links to files.
 *
 * @param life how long a link is good
 */
@ConfigurationProperties("hongyan.core.media.link")
record LinkProperties(@DefaultValue("5m") Duration life) {
    /** The keys that sign are accepted for longer. */
    private static final Duration MOST = Duration.ofHours(1);

    LinkProperties {
        if (life.toSeconds() < 1 || life.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("hongyan.core.media.link.life must be between 1s and 1h");
        }
    }
}
