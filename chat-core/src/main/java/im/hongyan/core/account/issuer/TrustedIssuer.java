package im.hongyan.core.account.issuer;

import im.hongyan.core.account.key.SigningKey;
import java.util.Map;

/**
 * Whose tokens are accepted, and for whom.
 *
 * @param tenant whose users they are, whatever the token says
 * @param keys by {@code kid}
 */
public record TrustedIssuer(String tenant, String audience, Map<String, SigningKey> keys) {}
