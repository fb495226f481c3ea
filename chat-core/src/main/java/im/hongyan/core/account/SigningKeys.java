package im.hongyan.core.account;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import im.hongyan.core.account.AccountProperties.Profile;
import im.hongyan.core.account.key.OwnKey;
import im.hongyan.core.account.key.OwnKeys;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys in force, by {@code kid}: those that are configured, the development key where it is accepted, and our own. Safe for
 * concurrent use. Construction fails, and with it the start, when a configured key is not fit.
 */
@Component
final class SigningKeys {
    private final Map<String, SigningKey> byKid = new HashMap<>();
    private final OwnKeys own;

    SigningKeys(AccountProperties properties, OwnKeys own) {
        this.own = own;
        for (JWK key : parse(properties.jwks())) {
            SigningKey added = SigningKey.configured(key);
            if (byKid.put(added.kid(), added) != null) {
                throw new IllegalStateException(
                        AccountProperties.JWKS_PROPERTY + ": two keys have the kid " + added.kid());
            }
        }
        if (properties.profile() == Profile.DEVELOPMENT) {
            SigningKey development = SigningKey.development();
            byKid.put(development.kid(), development);
        }
    }

    @Nullable SigningKey find(@Nullable String kid) {
        SigningKey known = kid == null ? null : byKid.get(kid);
        if (known != null || kid == null) {
            return known;
        }
        OwnKey key = own.find(kid);
        return key == null ? null : new SigningKey(kid, OwnKey.ALGORITHM, key.verifier());
    }

    private static List<JWK> parse(String jwks) {
        if (jwks.isBlank()) {
            return List.of();
        }
        try {
            return JWKSet.parse(jwks).getKeys();
        } catch (ParseException broken) {
            throw new IllegalStateException(AccountProperties.JWKS_PROPERTY + " is not a JWK Set (RFC 7517)", broken);
        }
    }
}
