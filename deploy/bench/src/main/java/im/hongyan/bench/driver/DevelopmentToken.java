package im.hongyan.bench.driver;

import im.hongyan.wire.DevelopmentKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Credentials of the development profile (JWS compact form, RFC 7515), minted here so that the driver needs no library. */
public final class DevelopmentToken {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private static final String SUBJECT = "\"sub\":\"";

    private DevelopmentToken() {}

    /** A credential for a user of a tenant; both are ids, so nothing in them needs escaping. */
    public static String of(String tenant, String user, Instant now, Duration life) {
        String header = "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}"
                .formatted(DevelopmentKey.ALGORITHM, DevelopmentKey.KID, DevelopmentKey.TYPE);
        String claims = "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"%s\":\"%s\",\"iat\":%d,\"exp\":%d}"
                .formatted(
                        DevelopmentKey.ISSUER,
                        DevelopmentKey.AUDIENCE,
                        user,
                        DevelopmentKey.TENANT_CLAIM,
                        tenant,
                        now.getEpochSecond(),
                        now.plus(life).getEpochSecond());
        String signed = encode(header) + '.' + encode(claims);
        return signed + '.' + BASE64.encodeToString(sign(signed));
    }

    /** The user that such a credential names; nothing is verified. */
    public static String userOf(String token) {
        int first = token.indexOf('.') + 1;
        String claims = new String(
                Base64.getUrlDecoder().decode(token.substring(first, token.indexOf('.', first))),
                StandardCharsets.UTF_8);
        int from = claims.indexOf(SUBJECT) + SUBJECT.length();
        return claims.substring(from, claims.indexOf('"', from));
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(DevelopmentKey.secret(), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
