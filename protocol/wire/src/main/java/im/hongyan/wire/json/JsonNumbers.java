package im.hongyan.wire.json;

import java.math.BigDecimal;

/** Numbers of the proto3 JSON mapping, read in bounded time whatever their exponent says. */
final class JsonNumbers {
    private static final int MAX_CHARS = 64;

    private JsonNumbers() {}

    /** An integer in this range; {@code 1}, {@code 1.0} and {@code 1e0} are the same one. */
    static long integer(String text, long least, long most) {
        long value;
        try {
            value = decimal(text).longValueExact();
        } catch (ArithmeticException e) {
            throw new NumberFormatException("not a 64-bit integer");
        }
        if (value < least || value > most) {
            throw new NumberFormatException("out of range");
        }
        return value;
    }

    /** A finite double, minus zero included, or one of the three names that the mapping has for the others. */
    static double floating(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> finite(text);
        };
    }

    private static double finite(String text) {
        requireDecimal(text);
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("out of range");
        }
        return value;
    }

    private static BigDecimal decimal(String text) {
        requireDecimal(text);
        return new BigDecimal(text);
    }

    /** What Java takes for a number beyond JSON's alphabet (hexadecimal, suffixes, other scripts, blanks) is none here. */
    private static void requireDecimal(String text) {
        if (text.length() > MAX_CHARS) {
            throw new NumberFormatException("too long");
        }
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                throw new NumberFormatException("not a decimal number");
            }
        }
    }
}
