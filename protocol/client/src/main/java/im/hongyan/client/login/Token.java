package im.hongyan.client.login;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A credential.
 *
 * @param value the JWT in its compact form
 * @param expiresAt when the client should have another one; null: when the server says so
 */
public record Token(String value, @Nullable Instant expiresAt) {
    private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})");

    /** A token that expires when its own {@code exp} claim says so. The signature is the server's business. */
    public static Token jwt(String value) {
        return new Token(value, expiry(value));
    }

    @Override
    public String toString() {
        return "Token[expiresAt=" + expiresAt + "]";
    }

    private static @Nullable Instant expiry(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            Matcher claim = EXPIRY.matcher(new String(payload, StandardCharsets.UTF_8));
            return claim.find() ? Instant.ofEpochSecond(Long.parseLong(claim.group(1))) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
