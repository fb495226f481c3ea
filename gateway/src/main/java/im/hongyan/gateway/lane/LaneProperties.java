package im.hongyan.gateway.lane;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The dials of what clients ask for.
 *
 * @param nodeSendBytes sends of all sessions of this node that have no answer yet; beyond it a send is refused as BUSY
 * @param queriesPerSecond SYNC and HISTORY of one user at this node on average, from all devices; as many may come at once
 * @param queryBytesPerSecond what SYNC and HISTORY bring one user at this node on average; as much may come at once, then
 *     the next part waits
 */
@ConfigurationProperties("hongyan.gateway.lane")
public record LaneProperties(
        @DefaultValue("128MB") DataSize nodeSendBytes,
        @DefaultValue("100") int queriesPerSecond,
        @DefaultValue("32MB") DataSize queryBytesPerSecond) {
    public LaneProperties {
        if (nodeSendBytes.toBytes() < 1 << 20) {
            throw new IllegalArgumentException(
                    "hongyan.gateway.lane.node-send-bytes is at least 1MB, not " + nodeSendBytes);
        }
        if (queriesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "hongyan.gateway.lane.queries-per-second is at least 1, not " + queriesPerSecond);
        }
        if (queryBytesPerSecond.toBytes() < 1 << 20) {
            throw new IllegalArgumentException(
                    "hongyan.gateway.lane.query-bytes-per-second is at least 1MB, not " + queryBytesPerSecond);
        }
    }
}
