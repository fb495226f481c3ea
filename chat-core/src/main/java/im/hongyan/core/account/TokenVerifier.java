package im.hongyan.core.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.core.account.issuer.TrustedIssuer;
import im.hongyan.core.account.issuer.TrustedIssuers;
import im.hongyan.core.account.key.SigningKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Verifies a JWT as RFC 8725 and RFC 9068 ask: {@code iss} names whose keys count (§3.8), {@code kid} chooses among those and the
 * key fixes the algorithm, nothing that the token names is ever fetched, {@code typ}, {@code aud} and {@code exp} must be right.
 * A token of ours says which tenant it is for; one of a tenant's own issuer is for that tenant, whatever it says.
 * Pure computation; safe for concurrent use.
 */
@Component
final class TokenVerifier {
    static final int MAX_CHARS = 8 * 1024;

    /** OpenID Connect Core §5.1. */
    private static final String NAME_CLAIM = "name";

    private static final Set<String> OUR_TYPES = Set.of(DevelopmentKey.TYPE);
    /** Few systems say that a token is for access; that it is for us, its audience says. */
    private static final Set<String> THEIR_TYPES = Set.of("", "jwt", DevelopmentKey.TYPE);

    private final SigningKeys ours;
    private final TrustedIssuers others;
    private final String issuer;
    private final String audience;
    private final Duration clockSkew;
    private final Clock clock;

    @Autowired
    TokenVerifier(SigningKeys ours, TrustedIssuers others, AccountProperties properties) {
        this(ours, others, properties, Clock.systemUTC());
    }

    TokenVerifier(SigningKeys ours, TrustedIssuers others, AccountProperties properties, Clock clock) {
        this.ours = ours;
        this.others = others;
        this.issuer = properties.issuer();
        this.audience = properties.audience();
        this.clockSkew = properties.clockSkew();
        this.clock = clock;
    }

    /** What the token says; throws {@link Refused} with AUTH_REQUIRED, AUTH_FAILED, TOKEN_EXPIRED or STORE_UNAVAILABLE. */
    Credential verify(String token) {
        if (token.isEmpty()) {
            throw Refused.of(ErrorCode.AUTH_REQUIRED, "a credential is needed");
        }
        if (token.length() > MAX_CHARS) {
            throw refused();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            String kid = jwt.getHeader().getKeyID();
            if (claims.getIssuer() == null || kid == null) {
                throw refused();
            }
            return claims.getIssuer().equals(issuer) ? ofOurs(jwt, kid, claims) : ofAnother(jwt, kid, claims);
        } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
            throw refused();
        }
    }

    private Credential ofOurs(SignedJWT jwt, String kid, JWTClaimsSet claims) throws ParseException, JOSEException {
        check(jwt, ours.find(kid), OUR_TYPES);
        Instant expiresAt = expiry(claims, audience);
        String tenant = claims.getStringClaim(DevelopmentKey.TENANT_CLAIM);
        String sid = claims.getStringClaim(AccessClaims.SID);
        if (!isId(tenant) || (sid != null && !isId(sid))) {
            throw refused();
        }
        return credential(claims, tenant, sid, expiresAt);
    }

    /** Its {@code sid} is a login there, not here. */
    private Credential ofAnother(SignedJWT jwt, String kid, JWTClaimsSet claims) throws ParseException, JOSEException {
        TrustedIssuer trusted = others.find(claims.getIssuer());
        if (trusted == null) {
            throw refused();
        }
        check(jwt, trusted.keys().get(kid), THEIR_TYPES);
        Instant expiresAt = expiry(claims, trusted.audience());
        String tenant = claims.getStringClaim(DevelopmentKey.TENANT_CLAIM);
        if (tenant != null && !tenant.equals(trusted.tenant())) {
            throw refused();
        }
        return credential(claims, trusted.tenant(), null, expiresAt);
    }

    private static Credential credential(JWTClaimsSet claims, String tenant, @Nullable String sid, Instant expiresAt)
            throws ParseException {
        String user = claims.getSubject();
        String device = claims.getStringClaim(AccessClaims.DEVICE);
        if (!isId(user) || (device != null && !isId(device))) {
            throw refused();
        }
        String name = claims.getClaim(NAME_CLAIM) instanceof String given ? given : null;
        return new Credential(tenant, user, device, sid, name, expiresAt);
    }

    /** @param types what {@code typ} may be, in lower case; empty: absent */
    private static void check(SignedJWT jwt, @Nullable SigningKey key, Set<String> types) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        boolean acceptable = key != null
                && key.algorithm().equals(header.getAlgorithm())
                && types.contains(type(header))
                && header.getJWK() == null
                && header.getJWKURL() == null
                && header.getX509CertURL() == null
                && header.getX509CertChain() == null
                && header.getCriticalParams() == null;
        if (!acceptable || !jwt.verify(Objects.requireNonNull(key).verifier())) {
            throw refused();
        }
    }

    private static String type(JWSHeader header) {
        return header.getType() == null ? "" : header.getType().getType().toLowerCase(Locale.ROOT);
    }

    /** When the token is not good any more; throws when that is past, or when it is for somebody else, or not yet good. */
    private Instant expiry(JWTClaimsSet claims, String forWhom) {
        Instant now = clock.instant();
        Date expiry = claims.getExpirationTime();
        boolean sound = claims.getAudience().contains(forWhom)
                && expiry != null
                && !isLater(claims.getNotBeforeTime(), now)
                && !isLater(claims.getIssueTime(), now);
        if (!sound) {
            throw refused();
        }
        Instant expiresAt = Objects.requireNonNull(expiry).toInstant().plus(clockSkew);
        if (!now.isBefore(expiresAt)) {
            throw Refused.of(ErrorCode.TOKEN_EXPIRED, "the credential has expired");
        }
        return expiresAt;
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
