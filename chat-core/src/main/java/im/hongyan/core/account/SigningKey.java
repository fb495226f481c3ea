package im.hongyan.core.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import im.hongyan.wire.DevelopmentKey;
import java.util.Arrays;

/**
 * A key that may sign credentials, tied to the one algorithm it may be used with (RFC 8725 §3.1): a public key can never be
 * taken for a shared secret.
 */
record SigningKey(String kid, JWSAlgorithm algorithm, JWSVerifier verifier) {

    static SigningKey development() {
        try {
            return new SigningKey(
                    DevelopmentKey.KID,
                    JWSAlgorithm.parse(DevelopmentKey.ALGORITHM),
                    new MACVerifier(DevelopmentKey.secret()));
        } catch (JOSEException unfit) {
            throw new IllegalStateException("the development key does not fit its algorithm", unfit);
        }
    }

    /** A configured key; refuses what is incomplete, too weak or known to everybody. */
    static SigningKey configured(JWK key) {
        if (key.getKeyID() == null || key.getAlgorithm() == null) {
            throw unfit("every key needs a kid and an alg");
        }
        if (key.getKeyID().equals(DevelopmentKey.KID)) {
            throw unfit("the kid " + DevelopmentKey.KID + " belongs to the development key");
        }
        JWSAlgorithm algorithm = JWSAlgorithm.parse(key.getAlgorithm().getName());
        try {
            JWSVerifier verifier =
                    switch (key) {
                        case OctetSequenceKey secret -> new MACVerifier(notDevelopment(secret));
                        case RSAKey rsa -> new RSASSAVerifier(rsa);
                        case ECKey curve -> new ECDSAVerifier(curve);
                        default -> throw unfit("a key of type " + key.getKeyType() + " is not supported");
                    };
            if (!verifier.supportedJWSAlgorithms().contains(algorithm)) {
                throw unfit("the key " + key.getKeyID() + " does not fit its alg");
            }
            return new SigningKey(key.getKeyID(), algorithm, verifier);
        } catch (JOSEException unusable) {
            throw unfit("the key " + key.getKeyID() + " cannot be used: " + unusable.getMessage());
        }
    }

    private static byte[] notDevelopment(OctetSequenceKey secret) {
        byte[] bytes = secret.toByteArray();
        if (Arrays.equals(bytes, DevelopmentKey.secret())) {
            throw unfit("the key " + secret.getKeyID() + " is the development key");
        }
        return bytes;
    }

    private static IllegalStateException unfit(String rule) {
        return new IllegalStateException(AccountProperties.JWKS_PROPERTY + ": " + rule);
    }
}
