package im.hongyan.core.account;

import im.hongyan.core.account.AccountProperties.Profile;
import im.hongyan.core.account.key.OwnKey;
import im.hongyan.core.account.key.OwnKeys;
import im.hongyan.core.account.key.SigningKey;
import im.hongyan.core.account.key.UnfitKeyException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys of this server's own issuer, by {@code kid}: those that are configured, the development key where it is accepted, and
 * our own. Safe for concurrent use. Construction fails, and with it the start, when a configured key is not fit.
 */
@Component
final class SigningKeys {
    private final Map<String, SigningKey> byKid = new HashMap<>();
    private final OwnKeys own;

    SigningKeys(AccountProperties properties, OwnKeys own) {
        this.own = own;
        byKid.putAll(configured(properties.jwks()));
        if (properties.profile() == Profile.DEVELOPMENT) {
            SigningKey development = SigningKey.development();
            byKid.put(development.kid(), development);
        }
    }

    @Nullable SigningKey find(String kid) {
        SigningKey known = byKid.get(kid);
        if (known != null) {
            return known;
        }
        OwnKey key = own.find(kid);
        return key == null ? null : new SigningKey(kid, OwnKey.ALGORITHM, key.verifier());
    }

    private static Map<String, SigningKey> configured(String jwks) {
        try {
            return jwks.isBlank() ? Map.of() : SigningKey.parse(jwks);
        } catch (UnfitKeyException unfit) {
            throw new IllegalStateException(AccountProperties.JWKS_PROPERTY + ": " + unfit.getMessage(), unfit);
        }
    }
}
