package im.hongyan.core.account.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import im.hongyan.wire.DevelopmentKey;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A key that may sign credentials, tied to the one algorithm it may be used with (RFC 8725 §3.1): a public key can never be
 * taken for a shared secret.
 */
public record SigningKey(String kid, JWSAlgorithm algorithm, JWSVerifier verifier) {
    /** NIST SP 800-131A: what is shorter is broken by those who can pay for it. */
    private static final int LEAST_RSA_BITS = 2_048;

    public static SigningKey development() {
        try {
            return new SigningKey(
                    DevelopmentKey.KID,
                    JWSAlgorithm.parse(DevelopmentKey.ALGORITHM),
                    new MACVerifier(DevelopmentKey.secret()));
        } catch (JOSEException unfit) {
            throw new IllegalStateException("the development key does not fit its algorithm", unfit);
        }
    }

    /**
     * The keys of a JWK Set (RFC 7517), by {@code kid}.
     *
     * @throws UnfitKeyException for what is no such set, and when a key is incomplete, too weak or known to everybody
     */
    public static Map<String, SigningKey> parse(String jwks) throws UnfitKeyException {
        Map<String, SigningKey> byKid = new HashMap<>();
        try {
            for (JWK key : JWKSet.parse(jwks).getKeys()) {
                SigningKey parsed = of(key);
                if (byKid.put(parsed.kid(), parsed) != null) {
                    throw new UnfitKeyException("two keys have the same kid");
                }
            }
        } catch (ParseException broken) {
            throw new UnfitKeyException("is not a JWK Set (RFC 7517)");
        }
        return byKid;
    }

    private static SigningKey of(JWK key) throws UnfitKeyException {
        if (key.getKeyID() == null || key.getAlgorithm() == null) {
            throw new UnfitKeyException("every key needs a kid and an alg");
        }
        if (key.getKeyID().equals(DevelopmentKey.KID)) {
            throw new UnfitKeyException("the kid " + DevelopmentKey.KID + " belongs to the development key");
        }
        JWSAlgorithm algorithm = JWSAlgorithm.parse(key.getAlgorithm().getName());
        try {
            JWSVerifier verifier =
                    switch (key) {
                        case OctetSequenceKey secret -> new MACVerifier(notDevelopment(secret));
                        case RSAKey rsa -> new RSASSAVerifier(strong(rsa));
                        case ECKey curve -> new ECDSAVerifier(curve);
                        default -> throw new UnfitKeyException("only keys of the types RSA, EC and oct are supported");
                    };
            if (!verifier.supportedJWSAlgorithms().contains(algorithm)) {
                throw new UnfitKeyException("a key does not fit its alg");
            }
            return new SigningKey(key.getKeyID(), algorithm, verifier);
        } catch (JOSEException unusable) {
            throw new UnfitKeyException("a key cannot be used: " + unusable.getMessage());
        }
    }

    private static RSAKey strong(RSAKey rsa) throws UnfitKeyException {
        if (rsa.size() < LEAST_RSA_BITS) {
            throw new UnfitKeyException("an RSA key needs at least " + LEAST_RSA_BITS + " bits");
        }
        return rsa;
    }

    private static byte[] notDevelopment(OctetSequenceKey secret) throws UnfitKeyException {
        byte[] bytes = secret.toByteArray();
        if (Arrays.equals(bytes, DevelopmentKey.secret())) {
            throw new UnfitKeyException("a key is the development key");
        }
        return bytes;
    }
}
