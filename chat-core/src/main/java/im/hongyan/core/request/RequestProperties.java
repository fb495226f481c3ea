package im.hongyan.core.request;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests the REST API takes. More are refused with RATE_LIMITED and the time to wait.
 *
 * @param userBurst requests of one user in a row
 * @param userPerSecond how many more a second; 0: a user asks as often as they like
 * @param backendBurst requests of the backends of one tenant in a row
 * @param backendPerSecond how many more a second; 0: they ask as often as they like
 * @param madeUpKeys keys and refresh tokens that are none, from one address (of IPv6: one /64 network) in a row; then none is looked
 *     at that comes from there
 * @param madeUpKeyPace after which one more of these may be tried
 * @param patience how long Redis may take to count; then a request passes uncounted
 */
@ConfigurationProperties("hongyan.core.request")
record RequestProperties(
        @DefaultValue("600") int userBurst,
        @DefaultValue("20") int userPerSecond,
        @DefaultValue("5000") int backendBurst,
        @DefaultValue("1000") int backendPerSecond,
        @DefaultValue("100") int madeUpKeys,
        @DefaultValue("6s") Duration madeUpKeyPace,
        @DefaultValue("250ms") Duration patience) {

    RequestProperties {
        if (userBurst < 1 || backendBurst < 1 || madeUpKeys < 1) {
            throw new IllegalArgumentException(
                    "hongyan.core.request: every burst, and made-up-keys, must be at least 1");
        }
        if (userPerSecond < 0 || backendPerSecond < 0) {
            throw new IllegalArgumentException("hongyan.core.request: nothing may be below 0");
        }
        if (madeUpKeyPace.toMillis() < 1 || patience.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.request: every time must be at least 1ms");
        }
    }
}
