package im.hongyan.bench.load;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which numbers an option takes; any other is a wrong command line. */
final class Bounds {
    private static final int LARGEST_PORT = 65_535;
    private static final int LARGEST = 1_000_000;

    private Bounds() {}

    /** From 1. */
    static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 1, LARGEST);
        }
    }

    /** From 0. */
    static final class NotNegative implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 0, LARGEST);
        }
    }

    /** From 2: somebody who sends and somebody who receives. */
    static final class Members implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 2, LARGEST);
        }
    }

    /** Above 0. */
    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double rate = number(text);
            if (!(rate > 0 && rate <= LARGEST)) {
                throw new TypeConversionException("above 0 and up to " + LARGEST + ", not " + text);
            }
            return rate;
        }
    }

    /** A port that one can connect to. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 1, LARGEST_PORT);
        }
    }

    /** A port to listen on; 0: any free one. */
    static final class AnyPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 0, LARGEST_PORT);
        }
    }

    private static int within(String text, int least, int most) {
        double number = number(text);
        if (number != Math.rint(number) || number < least || number > most) {
            throw new TypeConversionException("a whole number of " + least + " to " + most + ", not " + text);
        }
        return (int) number;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("a number, not " + text);
        }
    }
}
