package im.hongyan.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Credentials signed with the public development key; a server outside the development profile refuses them. */
public final class DevelopmentTokens {
    /** How long a token lives unless somebody says otherwise. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    private DevelopmentTokens() {}

    /**
     * A token of this user.
     *
     * @param app the tenant; empty: the default one
     */
    public static String mint(String app, String user, Duration lifetime) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(DevelopmentKey.ISSUER)
                .audience(DevelopmentKey.AUDIENCE)
                .subject(user)
                .claim(DevelopmentKey.TENANT_CLAIM, Ids.tenant(app))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.parse(DevelopmentKey.ALGORITHM))
                .keyID(DevelopmentKey.KID)
                .type(new JOSEObjectType(DevelopmentKey.TYPE))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new MACSigner(DevelopmentKey.secret()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the development key cannot sign", e);
        }
        return token.serialize();
    }
}
