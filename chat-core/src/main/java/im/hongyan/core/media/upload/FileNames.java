package im.hongyan.core.media.upload;

import im.hongyan.core.refusal.Refused;

/** What a file may be called by its owner: one line that is no path. */
final class FileNames {
    private static final int MOST = 255;
    private static final String RULE =
            "must be a name of at most " + MOST + " characters, without / and \\, and neither . nor ..";

    private FileNames() {}

    static String check(String name) {
        boolean fit = name.codePointCount(0, name.length()) <= MOST
                && !name.equals(".")
                && !name.equals("..")
                && name.codePoints().noneMatch(FileNames::isUnfit);
        if (!fit) {
            throw Refused.invalid("name", RULE);
        }
        return name;
    }

    private static boolean isUnfit(int codePoint) {
        return codePoint == '/'
                || codePoint == '\\'
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }
}
