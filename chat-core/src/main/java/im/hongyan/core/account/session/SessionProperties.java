package im.hongyan.core.account.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long logins and their tokens last.
 *
 * @param accessToken how long an access token is good
 * @param refreshToken how long a refresh token may lie unused
 * @param login how long a login may be renewed at all, before the password is asked for again
 */
@ConfigurationProperties("hongyan.core.account.session")
record SessionProperties(
        @DefaultValue("15m") Duration accessToken,
        @DefaultValue("30d") Duration refreshToken,
        @DefaultValue("365d") Duration login) {

    SessionProperties {
        if (accessToken.toSeconds() < 1 || accessToken.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("hongyan.core.account.session.access-token must be between 1s and 1h");
        }
        if (refreshToken.compareTo(accessToken) < 0 || login.compareTo(refreshToken) < 0) {
            throw new IllegalArgumentException("hongyan.core.account.session must have access-token"
                    + " at most refresh-token, and that at most login");
        }
    }
}
