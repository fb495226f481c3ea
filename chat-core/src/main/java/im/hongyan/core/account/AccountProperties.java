package im.hongyan.core.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How credentials are verified.
 *
 * @param profile DEVELOPMENT accepts the key that everybody knows beside the others; PRODUCTION refuses it
 * @param jwks a JWK Set in JSON (RFC 7517): keys that may sign credentials beside our own, each with its own {@code kid} and
 *     {@code alg} (HS256 to HS512, RS256 to RS512, PS256 to PS512, ES256 to ES512)
 * @param issuer the {@code iss} that a credential must have
 * @param audience the {@code aud} that a credential must contain
 * @param clockSkew how far the clock of the issuer may be off
 */
@ConfigurationProperties("hongyan.core.account")
public record AccountProperties(
        @DefaultValue("PRODUCTION") Profile profile,
        @DefaultValue("") String jwks,
        @DefaultValue("hongyan") String issuer,
        @DefaultValue("hongyan") String audience,
        @DefaultValue("60s") Duration clockSkew) {
    static final String JWKS_PROPERTY = "hongyan.core.account.jwks";

    /** What kind of place this process runs in. */
    public enum Profile {
        DEVELOPMENT,
        PRODUCTION
    }

    public AccountProperties {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new IllegalArgumentException("hongyan.core.account.issuer and .audience must not be empty");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("hongyan.core.account.clock-skew must be between 0 and 5 minutes");
        }
    }
}
