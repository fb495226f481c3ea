package im.hongyan.wire.content;

import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Problem;
import org.jspecify.annotations.Nullable;

/** Checks the fields of one message in turn and keeps the first rule that is broken. */
final class FieldRules {
    private final String path;
    private @Nullable Problem problem;

    /** @param path where the message is in a request, such as {@code content.text}; empty: it is the request */
    FieldRules(String path) {
        this.path = path;
    }

    /** The first rule that was broken; null when none was. */
    @Nullable Problem problem() {
        return problem;
    }

    FieldRules required(String field, boolean present) {
        return rule(present, field, "must not be empty");
    }

    FieldRules atLeast(long least, String field, long value) {
        return rule(value >= least, field, "must be at least " + least);
    }

    FieldRules id(String field, String value) {
        return rule(Ids.isId(value), field, Ids.RULE);
    }

    /** A name, a type: short, may be empty. */
    FieldRules label(String field, String value) {
        return text(field, value, WireLimits.LABEL_CODE_POINTS, WireLimits.TEXT_BYTES);
    }

    /** The address of a medium: may be empty. */
    FieldRules reference(String field, String value) {
        return text(field, value, WireLimits.REFERENCE_CODE_POINTS, WireLimits.TEXT_BYTES);
    }

    /** Any text: well-formed, without NUL, within both limits. */
    FieldRules text(String field, String value, int maxCodePoints, int maxBytes) {
        if (problem != null) {
            return this;
        }
        int codePoints = 0;
        int bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            codePoints++;
            if (c == 0) {
                return rule(false, field, "must not contain NUL");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                bytes += 4;
            } else if (Character.isSurrogate(c)) {
                return rule(false, field, "must be well-formed Unicode, without a lone surrogate");
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        rule(codePoints <= maxCodePoints, field, "must have at most " + maxCodePoints + " characters");
        return rule(bytes <= maxBytes, field, "must have at most " + maxBytes + " bytes in UTF-8");
    }

    /** Any other rule; an empty field is the message itself. */
    FieldRules rule(boolean kept, String field, String message) {
        if (!kept && problem == null) {
            problem = Problems.invalid(pathOf(field), message);
        }
        return this;
    }

    private String pathOf(String field) {
        if (field.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? field : path + '.' + field;
    }
}
