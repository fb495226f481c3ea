package im.hongyan.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Secrets of 256 random bits. They cannot be guessed, so a plain hash is enough to keep. Safe for concurrent use; making one reads
 * from the system, which no event loop may do.
 */
public final class Secrets {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** A new one, in base64url (RFC 4648 §5): 43 characters. */
    public static String random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** The name of one, which is no secret: 16 hexadecimal digits. */
    public static String id() {
        return HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    /** What is stored of a secret: SHA-256 in lower-case hexadecimal. */
    public static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether this is the secret of that hash; takes as long for every wrong one. */
    public static boolean matches(String secret, String hash) {
        return MessageDigest.isEqual(
                hash(secret).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }
}
