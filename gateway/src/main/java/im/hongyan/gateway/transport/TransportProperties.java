package im.hongyan.gateway.transport;

import im.hongyan.wire.WireLimits;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The dials of the sockets.
 *
 * @param tcpHost the address to listen on for TCP
 * @param tcpPort the port for TCP; 0 takes any free one
 * @param tlsBundle the Spring SSL bundle for TCP; empty: no TLS
 * @param allowedOrigins pages that may open a WebSocket beside those that came from an address of ours, each {@code scheme://host[:port]}
 * @param frameBody the largest body of a frame after login
 * @param handshakeDeadline within which a client that has connected over TCP must have agreed on TLS; the time for HELLO begins then
 * @param frameDeadline within which a frame that has begun must be complete
 * @param requestDeadline within which an HTTP request that has begun must be complete, its body included
 * @param lowWater below which a socket that was too full is writable again
 * @param highWater of bytes written but not yet sent, above which a socket takes no more
 * @param connections how many connections, of all kinds
 */
@ConfigurationProperties("hongyan.gateway.transport")
public record TransportProperties(
        @DefaultValue("0.0.0.0") String tcpHost,
        @DefaultValue("7400") int tcpPort,
        @DefaultValue("") String tlsBundle,
        @DefaultValue Set<String> allowedOrigins,
        @DefaultValue("80KB") DataSize frameBody,
        @DefaultValue("10s") Duration handshakeDeadline,
        @DefaultValue("10s") Duration frameDeadline,
        @DefaultValue("30s") Duration requestDeadline,
        @DefaultValue("32KB") DataSize lowWater,
        @DefaultValue("64KB") DataSize highWater,
        @DefaultValue Connections connections) {

    public TransportProperties {
        if (tcpPort < 0 || tcpPort > 65_535) {
            throw new IllegalArgumentException("hongyan.gateway.transport.tcp-port is 0 to 65535, not " + tcpPort);
        }
        if (frameBody.toBytes() < 1_024 || frameBody.toBytes() > WireLimits.BODY_BYTES) {
            throw new IllegalArgumentException("hongyan.gateway.transport.frame-body is 1KB to "
                    + WireLimits.BODY_BYTES / 1024 + "KB, not " + frameBody);
        }
        if (lowWater.toBytes() < 1_024 || highWater.toBytes() < lowWater.toBytes() || highWater.toMegabytes() > 16) {
            throw new IllegalArgumentException("hongyan.gateway.transport: 1KB ≤ low-water ≤ high-water ≤ 16MB, not "
                    + lowWater + " and " + highWater);
        }
        positive("handshake-deadline", handshakeDeadline);
        positive("frame-deadline", frameDeadline);
        positive("request-deadline", requestDeadline);
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("hongyan.gateway.transport." + name + " is positive, not " + duration);
        }
    }

    /**
     * How many connections one node takes.
     *
     * @param total on this node
     * @param perAddress from one address
     * @param countLoopback whether this machine counts as an address; off, because it is either the operator or a proxy
     * @param pingsPerSecond WebSocket pings and pongs of one connection, on average
     */
    public record Connections(
            @DefaultValue("100000") int total,
            @DefaultValue("1000") int perAddress,
            @DefaultValue("false") boolean countLoopback,
            @DefaultValue("10") int pingsPerSecond) {
        public Connections {
            if (total < 1 || perAddress < 1 || pingsPerSecond < 1) {
                throw new IllegalArgumentException(
                        "hongyan.gateway.transport.connections: total, per-address and pings-per-second are at least 1");
            }
        }
    }
}
