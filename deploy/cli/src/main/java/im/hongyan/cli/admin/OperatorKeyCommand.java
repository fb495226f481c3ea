package im.hongyan.cli.admin;

import im.hongyan.cli.OutputOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tenant operator-key}. */
@Command(
        name = "operator-key",
        description = {
            "Makes an operator key and the hash of it that the server's setting hongyan.core.tenant.operator-keys wants.",
            "Asks no server."
        })
final class OperatorKeyCommand implements Runnable {
    private static final int BYTES = 32;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public void run() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        String key = "hyop_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("key", key);
        made.put("hash", hash(key));
        output.output().data(made, "key=" + key + "  hash=" + hash(key));
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
