package im.hongyan.core.media;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The dials of files.
 *
 * @param userSize what the files of one user may have together; one more is refused with LIMIT_EXCEEDED
 * @param tenantSize what the files of one tenant may have together
 * @param unsentFor how long a file is kept that no message carries
 * @param transfers files that flow in and out of a chat-core at the same time; one more is refused with BUSY
 * @param transfersPerUser of these, for one user
 * @param idle how long a transfer may stand still before it is cut
 */
@ConfigurationProperties("hongyan.core.media")
public record MediaProperties(
        @DefaultValue("10GB") DataSize userSize,
        @DefaultValue("1TB") DataSize tenantSize,
        @DefaultValue("7d") Duration unsentFor,
        @DefaultValue("400") int transfers,
        @DefaultValue("16") int transfersPerUser,
        @DefaultValue("30s") Duration idle) {

    public MediaProperties {
        if (userSize.toBytes() < 1 || tenantSize.toBytes() < 1) {
            throw new IllegalArgumentException("hongyan.core.media.user-size and tenant-size must be at least 1 byte");
        }
        if (transfers < 1 || transfersPerUser < 1) {
            throw new IllegalArgumentException(
                    "hongyan.core.media.transfers and transfers-per-user must be at least 1");
        }
        if (unsentFor.toMillis() < 1 || idle.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.media.unsent-for and idle must be at least 1ms");
        }
    }
}
