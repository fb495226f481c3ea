package im.hongyan.core.media.upload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files come.
 *
 * @param open uploads that a user may have begun and not ended; one more is refused with LIMIT_EXCEEDED
 * @param expiry how long an upload may lie untouched before it is forgotten
 */
@ConfigurationProperties("hongyan.core.media.upload")
record UploadProperties(
        @DefaultValue("16") int open, @DefaultValue("24h") Duration expiry) {

    UploadProperties {
        if (open < 1) {
            throw new IllegalArgumentException("hongyan.core.media.upload.open must be at least 1");
        }
        if (expiry.toSeconds() < 1) {
            throw new IllegalArgumentException("hongyan.core.media.upload.expiry must be at least 1s");
        }
    }
}
