package im.hongyan.core;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.wire.DevelopmentKey;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Credentials of the development profile. */
final class TokenRig {
    private TokenRig() {}

    static String token(String tenant, String user) {
        return token(tenant, user, null);
    }

    static String tokenForDevice(String user, String device) {
        return token("default", user, device);
    }

    private static String token(String tenant, String user, @Nullable String device) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(DevelopmentKey.KID)
                .type(new JOSEObjectType(DevelopmentKey.TYPE))
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(DevelopmentKey.ISSUER)
                .audience(DevelopmentKey.AUDIENCE)
                .subject(user)
                .claim(DevelopmentKey.TENANT_CLAIM, tenant)
                .claim("device", device)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new MACSigner(DevelopmentKey.secret()));
        } catch (JOSEException unfit) {
            throw new IllegalStateException(unfit);
        }
        return jwt.serialize();
    }
}
