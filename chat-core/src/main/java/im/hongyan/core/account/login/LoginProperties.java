package im.hongyan.core.account.login;

import im.hongyan.core.account.AccountProperties.Profile;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of accounts of our own.
 *
 * @param registration who may make an account in a tenant that has no policy for it: OPEN everybody, CLOSED nobody,
 *     DEVELOPMENT everybody in the development profile and nobody in production
 * @param addressHeader the header in which the gateway tells where a client is; only where nobody but gateways can reach
 *     this port. Empty: the address of the connection counts
 */
@ConfigurationProperties("hongyan.core.account.login")
record LoginProperties(
        @DefaultValue("DEVELOPMENT") Registration registration,
        @DefaultValue("") String addressHeader) {

    enum Registration {
        OPEN,
        DEVELOPMENT,
        CLOSED;

        boolean isOpen(Profile profile) {
            return switch (this) {
                case OPEN -> true;
                case DEVELOPMENT -> profile == Profile.DEVELOPMENT;
                case CLOSED -> false;
            };
        }
    }
}
