package im.hongyan.core.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Verifies a JWT as RFC 8725 and RFC 9068 ask: the key is chosen by {@code kid} among ours and fixes the algorithm, nothing
 * that the token names is ever fetched, {@code typ}, {@code iss}, {@code aud} and {@code exp} must be there and right.
 * Pure computation; safe for concurrent use.
 */
@Component
final class TokenVerifier {
    static final int MAX_CHARS = 8 * 1024;
    /** The claim that ties a token to one device. */
    static final String DEVICE_CLAIM = AccessClaims.DEVICE;

    private final SigningKeys keys;
    private final String issuer;
    private final String audience;
    private final Duration clockSkew;
    private final Clock clock;

    @Autowired
    TokenVerifier(SigningKeys keys, AccountProperties properties) {
        this(keys, properties, Clock.systemUTC());
    }

    TokenVerifier(SigningKeys keys, AccountProperties properties, Clock clock) {
        this.keys = keys;
        this.issuer = properties.issuer();
        this.audience = properties.audience();
        this.clockSkew = properties.clockSkew();
        this.clock = clock;
    }

    /** What the token says; throws {@link Refused} with AUTH_REQUIRED, AUTH_FAILED or TOKEN_EXPIRED. */
    Credential verify(String token) {
        if (token.isEmpty()) {
            throw Refused.of(ErrorCode.AUTH_REQUIRED, "a credential is needed");
        }
        if (token.length() > MAX_CHARS) {
            throw refused();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            SigningKey key = keys.find(jwt.getHeader().getKeyID());
            if (key == null || !isAcceptable(jwt.getHeader(), key) || !jwt.verify(key.verifier())) {
                throw refused();
            }
            return read(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
            throw refused();
        }
    }

    private static boolean isAcceptable(JWSHeader header, SigningKey key) {
        return key.algorithm().equals(header.getAlgorithm())
                && header.getType() != null
                && DevelopmentKey.TYPE.equalsIgnoreCase(header.getType().getType())
                && header.getJWK() == null
                && header.getJWKURL() == null
                && header.getX509CertURL() == null
                && header.getX509CertChain() == null
                && header.getCriticalParams() == null;
    }

    private Credential read(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date expiry = claims.getExpirationTime();
        String user = claims.getSubject();
        String tenant = claims.getStringClaim(DevelopmentKey.TENANT_CLAIM);
        String device = claims.getStringClaim(DEVICE_CLAIM);
        String sid = claims.getStringClaim(AccessClaims.SID);
        boolean sound = issuer.equals(claims.getIssuer())
                && claims.getAudience().contains(audience)
                && expiry != null
                && !isLater(claims.getNotBeforeTime(), now)
                && !isLater(claims.getIssueTime(), now)
                && isId(user)
                && isId(tenant)
                && (device == null || isId(device))
                && (sid == null || isId(sid));
        if (!sound) {
            throw refused();
        }
        Instant expiresAt = Objects.requireNonNull(expiry).toInstant().plus(clockSkew);
        if (!now.isBefore(expiresAt)) {
            throw Refused.of(ErrorCode.TOKEN_EXPIRED, "the credential has expired");
        }
        return new Credential(tenant, user, device, sid, expiresAt);
    }

    private boolean isLater(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now.plus(clockSkew));
    }

    private static boolean isId(@Nullable String text) {
        return text != null && Ids.isId(text);
    }

    /** One text for every reason: a forger learns nothing. */
    private static Refused refused() {
        return Refused.of(ErrorCode.AUTH_FAILED, "the credential is not accepted");
    }
}
