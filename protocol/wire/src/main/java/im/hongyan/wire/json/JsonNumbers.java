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

    /** A finite double, or one of the three names that the mapping has for the others. */
    static double floating(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> finite(decimal(text).doubleValue());
        };
    }

    private static double finite(double value) {
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("out of range");
        }
        return value;
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > MAX_CHARS) {
            throw new NumberFormatException("too long");
        }
        return new BigDecimal(text);
    }
}
