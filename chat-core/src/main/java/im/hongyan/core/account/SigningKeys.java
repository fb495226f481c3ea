package im.hongyan.core.account;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import im.hongyan.core.account.AccountProperties.Profile;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys in force, by {@code kid}. Immutable. Construction fails, and with it the start, when production has no key. */
@Component
final class SigningKeys {
    private final Map<String, SigningKey> byKid = new HashMap<>();

    SigningKeys(AccountProperties properties) {
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
        } else if (byKid.isEmpty()) {
            throw new IllegalStateException("the production profile needs a signing key: set "
                    + AccountProperties.JWKS_PROPERTY
                    + " to a JWK Set, or hongyan.core.account.profile to development on a machine of your own");
        }
    }

    @Nullable SigningKey find(@Nullable String kid) {
        return kid == null ? null : byKid.get(kid);
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
