package im.hongyan.core.refusal;

import im.hongyan.wire.Ids;
import java.net.URI;
import java.net.URISyntaxException;

/** What fields of requests may hold. What is unfit is refused with INVALID_FIELD, naming the field and the rule. */
public final class Fields {
    private static final int NAME_CODE_POINTS = 128;
    private static final int MAX_PORT = 65_535;

    private Fields() {}

    /** An id of a user, a group, a device, an app. */
    public static String id(String field, String value) {
        if (!Ids.isId(value)) {
            throw Refused.invalid(field, Ids.RULE);
        }
        return value;
    }

    /** A name for people: one line of any script. */
    public static String name(String field, String value) {
        if (value.isBlank() || codePoints(value) > NAME_CODE_POINTS) {
            throw Refused.invalid(field, "must have 1 to " + NAME_CODE_POINTS + " characters");
        }
        if (value.codePoints().anyMatch(Fields::isUnfit)) {
            throw Refused.invalid(field, "must be well-formed text without control characters");
        }
        return value;
    }

    /** Text of several lines, or none. */
    public static String text(String field, String value, int most) {
        if (codePoints(value) > most) {
            throw Refused.invalid(field, "must have at most " + most + " characters");
        }
        if (value.codePoints().anyMatch(c -> c != '\n' && c != '\t' && isUnfit(c))) {
            throw Refused.invalid(
                    field, "must be well-formed text without control characters but tabs and ends of lines");
        }
        return value;
    }

    /** Where something is: an absolute https address (RFC 3986) without user info. */
    public static String https(String field, String value, int mostChars) {
        if (value.length() > mostChars || !isHttps(value)) {
            throw Refused.invalid(
                    field, "must be an https address of at most " + mostChars + " characters without user info");
        }
        return value;
    }

    private static boolean isHttps(String value) {
        try {
            URI address = new URI(value);
            return "https".equalsIgnoreCase(address.getScheme())
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getPort() <= MAX_PORT
                    && value.chars().allMatch(c -> c > ' ' && c < 0x7F);
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }

    private static int codePoints(String value) {
        return value.codePointCount(0, value.length());
    }

    private static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
