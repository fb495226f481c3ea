package im.hongyan.core.account.user;

import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of themselves.
 *
 * @param avatar where the picture is; empty: there is none
 * @param changedAt null: they never said anything
 */
record Profile(
        String tenant,
        String user,
        String name,
        String avatar,
        String about,
        @Nullable Instant changedAt) {
    static final int KEY_CODE_POINTS = 128;

    /** Of a user who has said nothing: the id stands for the name. */
    static Profile unsaid(String tenant, String user) {
        return new Profile(tenant, user, user, "", "", null);
    }

    /** What a search compares: the text in lower case, in one form however it was typed, without the space around it. */
    static String key(String text) {
        String key = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
        return key.codePointCount(0, key.length()) <= KEY_CODE_POINTS
                ? key
                : key.substring(0, key.offsetByCodePoints(0, KEY_CODE_POINTS));
    }

    /** What is to be said from now on; null stays as it is. */
    record Change(
            @Nullable String name,
            @Nullable String avatar,
            @Nullable String about) {
        boolean isNone() {
            return name == null && avatar == null && about == null;
        }
    }
}
