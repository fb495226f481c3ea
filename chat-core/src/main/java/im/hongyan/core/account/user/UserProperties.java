package im.hongyan.core.account.user;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many users are told.
 *
 * @param batch users whose profiles are asked for at once, at the most
 */
@ConfigurationProperties("hongyan.core.account.user")
record UserProperties(@DefaultValue("100") int batch) {

    UserProperties {
        if (batch < 1 || batch > 1_000) {
            throw new IllegalArgumentException("hongyan.core.account.user.batch must be 1 to 1000");
        }
    }
}
