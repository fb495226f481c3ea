package im.hongyan.core.history;

import im.hongyan.wire.WireLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bounds of reading.
 *
 * @param cursors conversations of one SYNC
 * @param pageMessages messages of one HISTORY; a larger limit is cut to it
 * @param partBytes encoded messages of one part; a larger message goes alone
 */
@ConfigurationProperties("hongyan.core.history")
public record HistoryProperties(
        @DefaultValue("1000") int cursors,
        @DefaultValue("200") int pageMessages,
        @DefaultValue("48KB") DataSize partBytes) {

    public HistoryProperties {
        if (cursors < 1 || pageMessages < 1) {
            throw new IllegalArgumentException("hongyan.core.history: every bound must be at least 1");
        }
        if (partBytes.toBytes() < 1 || partBytes.toBytes() > WireLimits.CONTENT_BYTES) {
            throw new IllegalArgumentException("hongyan.core.history.part-bytes must be from 1 to "
                    + WireLimits.CONTENT_BYTES + ", so that a part fits into a frame");
        }
    }
}
