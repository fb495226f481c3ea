package im.hongyan.core.account.password;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a password may be; length and being guessed first are what counts (NIST SP 800-63B). Throws {@link Refused}. */
@Component
public final class PasswordRules {
    public static final int MIN_CODE_POINTS = 8;
    public static final int MAX_CODE_POINTS = 256;

    private final Set<String> common = read("common-passwords.txt");

    /** A password that is to be checked: only its form. */
    public static void checkForm(String field, String password) {
        if (password.isEmpty() || password.codePointCount(0, password.length()) > MAX_CODE_POINTS) {
            throw Refused.invalid(field, "must have 1 to " + MAX_CODE_POINTS + " characters");
        }
        boolean clean = password.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (!clean) {
            throw Refused.invalid(field, "must be well-formed text without control characters");
        }
    }

    /** A password that is to be taken. */
    public void checkNew(String field, String password, String user) {
        checkForm(field, password);
        String lower = password.toLowerCase(Locale.ROOT);
        if (password.codePointCount(0, password.length()) < MIN_CODE_POINTS) {
            throw weak(field, "must have at least " + MIN_CODE_POINTS + " characters");
        }
        if (common.contains(lower) || lower.codePoints().distinct().count() == 1) {
            throw weak(field, "must not be one of the common passwords, which are guessed first");
        }
        if (lower.equals(user.toLowerCase(Locale.ROOT))) {
            throw weak(field, "must not be the user's id");
        }
    }

    private static Refused weak(String field, String rule) {
        return new Refused(Problems.ofField(ErrorCode.WEAK_PASSWORD, field, rule));
    }

    private static Set<String> read(String name) {
        try (InputStream file = PasswordRules.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the list " + name + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
