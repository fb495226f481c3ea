package im.hongyan.cli.talk;

import java.util.regex.Pattern;

/** Why there is no connection, in the words of people: without the names of system calls. */
final class Reasons {
    private static final Pattern ADDRESS = Pattern.compile("^\\w+://[^ ]+: ");
    private static final Pattern SYSTEM_CALL = Pattern.compile("\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");
    private static final Pattern PEER = Pattern.compile(": [\\w.-]*/[\\d.:a-f]+$");

    private Reasons() {}

    static String brief(String why) {
        String text = ADDRESS.matcher(why).replaceFirst("");
        text = SYSTEM_CALL.matcher(text).replaceFirst("");
        return PEER.matcher(text).replaceFirst("");
    }
}
