package im.hongyan.persistence.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The relay's bounds.
 *
 * @param patience how long hints may take to be handed over; then the rest of them is dropped
 * @param publishing hints being published at once by one relay
 */
@ConfigurationProperties("hongyan.persistence.delivery")
public record DeliveryProperties(
        @DefaultValue("1s") Duration patience,
        @DefaultValue("256") int publishing) {

    public DeliveryProperties {
        if (patience.toMillis() < 10 || patience.toMillis() > 30_000) {
            throw new IllegalArgumentException("hongyan.persistence.delivery.patience is 10ms to 30s, not " + patience);
        }
        if (publishing < 1 || publishing > 65_536) {
            throw new IllegalArgumentException(
                    "hongyan.persistence.delivery.publishing is 1 to 65536, not " + publishing);
        }
    }
}
