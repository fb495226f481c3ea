package im.hongyan.core.account.login;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often passwords may be guessed.
 *
 * @param perUser wrong passwords for one user in a row: from all addresses together that never logged in as them, and
 *     from each address that did
 * @param userPace after which one more of these may be tried; nobody waits for longer because of others
 * @param perAddress wrong passwords from one address (of IPv6: one /64 network) in a row, for whichever users
 * @param addressPace after which one more of these may be tried
 * @param knownFor how long an address is known to a user after a login from there
 */
@ConfigurationProperties("hongyan.core.account.login.attempts")
record AttemptProperties(
        @DefaultValue("10") int perUser,
        @DefaultValue("30s") Duration userPace,
        @DefaultValue("100") int perAddress,
        @DefaultValue("6s") Duration addressPace,
        @DefaultValue("30d") Duration knownFor) {

    AttemptProperties {
        if (perUser < 1 || perAddress < 1) {
            throw new IllegalArgumentException(
                    "hongyan.core.account.login.attempts.per-user and per-address must be at least 1");
        }
        if (userPace.toMillis() < 1 || addressPace.toMillis() < 1 || knownFor.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.account.login.attempts: every time must be at least 1ms");
        }
    }
}
