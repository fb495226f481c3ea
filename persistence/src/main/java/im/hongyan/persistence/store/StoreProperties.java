package im.hongyan.persistence.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the store may take.
 *
 * @param writeTimeout after this a write transaction counts as failed; it is tried again with fresh state
 * @param readTimeout after this a read is answered with STORE_UNAVAILABLE
 * @param statementBytes bodies in one INSERT at the most, in bytes; below the server's {@code max_allowed_packet} by half
 */
@ConfigurationProperties("hongyan.persistence.store")
public record StoreProperties(
        @DefaultValue("10s") Duration writeTimeout,
        @DefaultValue("1500ms") Duration readTimeout,
        @DefaultValue("2097152") int statementBytes) {

    public StoreProperties {
        requireBetween("write-timeout", writeTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
        requireBetween("read-timeout", readTimeout, Duration.ofMillis(50), Duration.ofSeconds(30));
        if (statementBytes < 65_536 || statementBytes > 67_108_864) {
            throw new IllegalArgumentException(
                    "hongyan.persistence.store.statement-bytes is 65536 to 67108864, not " + statementBytes);
        }
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "hongyan.persistence.store." + name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
