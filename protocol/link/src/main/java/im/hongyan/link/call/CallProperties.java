package im.hongyan.link.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The dials of the calls.
 *
 * @param port where this process answers calls; without it, it answers none
 * @param secret shared by all processes of one house, at least 16 characters; who does not know it is not let in. Needed
 *     as soon as calls leave the process
 * @param services where the services are, {@code host:port} each; unused with Nacos
 * @param limits the bounds of a client of one service
 * @param connect how clients connect
 * @param serve how calls are answered
 */
@ConfigurationProperties("hongyan.link.call")
public record CallProperties(
        @Nullable Integer port,
        @DefaultValue("") String secret,
        @DefaultValue Map<String, List<String>> services,
        @DefaultValue CallLimits limits,
        @DefaultValue Connect connect,
        @DefaultValue Serve serve) {

    private static final int SHORTEST_SECRET = 16;

    public CallProperties {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException("hongyan.link.call.port must be from 0 to 65535");
        }
        services = Map.copyOf(services);
    }

    /** The secret, when calls leave the process. */
    public String requiredSecret() {
        if (secret.length() < SHORTEST_SECRET) {
            throw new IllegalStateException(
                    "hongyan.link.call.secret must be set, the same in every process, with at least " + SHORTEST_SECRET
                            + " characters");
        }
        return secret;
    }

    /**
     * How clients connect.
     *
     * @param timeout for a connection and its handshake
     * @param patience how long a call waits for an instance when none is connected, before it fails as certainly not done
     * @param suspicion how long an instance may be silent, with calls unanswered, before the others are preferred
     * @param longestPause between two attempts to connect to an instance; the first is a tenth of it
     * @param batchCalls calls that travel together at the most
     * @param batchBytes bytes that travel together at the most; a larger call goes alone
     */
    public record Connect(
            @DefaultValue("2s") Duration timeout,
            @DefaultValue("1s") Duration patience,
            @DefaultValue("1s") Duration suspicion,
            @DefaultValue("1s") Duration longestPause,
            @DefaultValue("256") int batchCalls,
            @DefaultValue("256KB") DataSize batchBytes) {

        public Connect {
            if (timeout.toMillis() < 1 || suspicion.toMillis() < 1 || longestPause.toMillis() < 10) {
                throw new IllegalArgumentException(
                        "hongyan.link.call.connect.timeout and suspicion must be at least 1ms,"
                                + " longest-pause at least 10ms");
            }
            if (batchCalls < 1 || batchCalls > 4096 || batchBytes.toBytes() < 1 || batchBytes.toMegabytes() > 4) {
                throw new IllegalArgumentException("hongyan.link.call.connect.batch-calls must be from 1 to 4096,"
                        + " batch-bytes from 1B to 4MB");
            }
        }

        /** What holds when nothing is configured. */
        public static Connect defaults() {
            return new Connect(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    256,
                    DataSize.ofKilobytes(256));
        }
    }

    /**
     * How calls are answered.
     *
     * @param host the address to listen on
     * @param inFlight calls at work at once; beyond it BUSY
     * @param streams open streams; beyond it BUSY
     * @param connections of clients; beyond it refused
     * @param drain how long a stop waits for the clients to leave
     */
    public record Serve(
            @DefaultValue("0.0.0.0") String host,
            @DefaultValue("32768") int inFlight,
            @DefaultValue("16384") int streams,
            @DefaultValue("1024") int connections,
            @DefaultValue("10s") Duration drain) {

        public Serve {
            if (inFlight < 1 || streams < 1 || connections < 1 || drain.isNegative()) {
                throw new IllegalArgumentException(
                        "hongyan.link.call.serve.in-flight, streams and connections must be at least 1");
            }
        }

        /** What holds when nothing is configured. */
        public static Serve defaults() {
            return new Serve("0.0.0.0", 32_768, 16_384, 1024, Duration.ofSeconds(10));
        }
    }
}
