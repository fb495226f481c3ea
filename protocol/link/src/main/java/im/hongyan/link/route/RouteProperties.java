package im.hongyan.link.route;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of the address book.
 *
 * @param timeToLive how long an entry lives without a refresh: the longest time that a killed node is still notified
 */
@ConfigurationProperties("hongyan.link.route")
public record RouteProperties(@DefaultValue("60s") Duration timeToLive) {

    public RouteProperties {
        if (timeToLive.toMillis() < 100 || timeToLive.toHours() > 24) {
            throw new IllegalArgumentException("hongyan.link.route.time-to-live must be from 100ms to 24h");
        }
    }
}
