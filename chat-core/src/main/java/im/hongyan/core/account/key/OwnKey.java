package im.hongyan.core.account.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.Instant;

/** A key of our own, ready for use. */
public record OwnKey(long generation, Instant createdAt, ECKey published, JWSSigner signer, JWSVerifier verifier) {
    /** Fixed for all of them (RFC 8725 §3.1). */
    public static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

    static OwnKey of(StoredKey stored) {
        try {
            ECKey key = ECKey.parse(stored.jwk());
            return new OwnKey(
                    stored.generation(),
                    Instant.ofEpochMilli(stored.createdAtMillis()),
                    key.toPublicJWK(),
                    new ECDSASigner(key),
                    new ECDSAVerifier(key.toPublicJWK()));
        } catch (ParseException | JOSEException broken) {
            throw new IllegalStateException("the signing key of generation " + stored.generation() + " is broken");
        }
    }

    public String kid() {
        return published.getKeyID();
    }
}
