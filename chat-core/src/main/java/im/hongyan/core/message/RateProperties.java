package im.hongyan.core.message;

import im.hongyan.core.message.sequence.Rate;
import im.hongyan.core.message.sequence.Rates;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be sent. What is sent too soon is refused with RATE_LIMITED and may be sent again after the time that is told.
 * Counted in Redis for all cores together.
 *
 * @param userBurst messages of one user in a row, from all devices into all conversations
 * @param userPerSecond how many more a second; 0: a user sends as much as they like
 * @param tenantBurst messages of all users of one tenant in a row
 * @param tenantPerSecond how many more a second; 0: no bound
 */
@ConfigurationProperties("hongyan.core.message.rate")
record RateProperties(
        @DefaultValue("1000") int userBurst,
        @DefaultValue("200") int userPerSecond,
        @DefaultValue("10000") int tenantBurst,
        @DefaultValue("0") int tenantPerSecond) {

    RateProperties {
        if (userBurst < 1 || tenantBurst < 1) {
            throw new IllegalArgumentException("hongyan.core.message.rate: every burst must be at least 1");
        }
        if (userPerSecond < 0 || tenantPerSecond < 0) {
            throw new IllegalArgumentException("hongyan.core.message.rate: nothing may be below 0");
        }
    }

    Rates rates() {
        return new Rates(new Rate(userBurst, userPerSecond), new Rate(tenantBurst, tenantPerSecond));
    }
}
