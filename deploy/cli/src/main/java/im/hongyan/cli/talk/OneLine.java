package im.hongyan.cli.talk;

/**
 * What others wrote, as a part of one line of a terminal: it moves no cursor, begins no line of its own and, as Unicode's
 * Bidirectional Algorithm (UAX #9) has isolates for, turns nothing around that stands beside it.
 */
public final class OneLine {
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';
    private static final char REPLACEMENT = '\uFFFD';
    private static final String NEW_LINE = " ⏎ ";

    private OneLine() {}

    public static String of(String text) {
        return isolated(printable(text));
    }

    private static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.replace("\r\n", "\n").chars().forEach(c -> {
            switch (c) {
                case '\n', '\r', '\u000B', '\f', '\u0085', '\u2028', '\u2029' -> line.append(NEW_LINE);
                case '\t' -> line.append(' ');
                default -> line.append(Character.isISOControl(c) ? REPLACEMENT : (char) c);
            }
        });
        return line.toString();
    }

    /** Within an isolate that ends where the text ends, if there is anything in it that is not written from left to right. */
    private static String isolated(String line) {
        if (line.codePoints().noneMatch(OneLine::turns)) {
            return line;
        }
        StringBuilder isolate = new StringBuilder(line.length() + 2).append(FIRST_STRONG_ISOLATE);
        int open = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == POP_ISOLATE && open == 0) {
                continue;
            }
            open += c == POP_ISOLATE ? -1 : opensIsolate(c) ? 1 : 0;
            isolate.append(c);
        }
        return isolate.append(String.valueOf(POP_ISOLATE).repeat(open + 1)).toString();
    }

    private static boolean opensIsolate(char c) {
        return c >= '\u2066' && c <= FIRST_STRONG_ISOLATE;
    }

    private static boolean turns(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                    Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> true;
            default -> false;
        };
    }
}
