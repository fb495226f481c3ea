package im.hongyan.core.account.key;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the keys that sign our access tokens change.
 *
 * @param rotateAfter how long a key signs before the next one takes over
 * @param publishBefore how long the next one is known to everybody before it signs
 * @param reload how often a process looks for keys that others have made
 */
@ConfigurationProperties("hongyan.core.account.key")
record KeyProperties(
        @DefaultValue("30d") Duration rotateAfter,
        @DefaultValue("10m") Duration publishBefore,
        @DefaultValue("30s") Duration reload) {

    KeyProperties {
        if (reload.toMillis() < 100) {
            throw new IllegalArgumentException("hongyan.core.account.key.reload must be at least 100 ms");
        }
        if (publishBefore.compareTo(reload.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("hongyan.core.account.key.publish-before must be at least twice reload");
        }
        if (rotateAfter.compareTo(publishBefore.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "hongyan.core.account.key.rotate-after must be at least twice publish-before");
        }
    }
}
