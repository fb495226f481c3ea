package im.hongyan.cli;

import im.hongyan.wire.Ids;

/** Bounds of the values of options, told in the words of the command line. */
public final class Checks {
    private static final int LARGEST_PORT = 65_535;

    private Checks() {}

    /** The value, when it is within the bounds, both included; else {@link ExitCode#USAGE}. */
    public static int within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw CommandFailure.usage(option + " is " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    /** An id of a user, a group, a device or a tenant. */
    public static String id(String option, String value) {
        if (!Ids.isId(value)) {
            throw CommandFailure.usage(option + " " + Ids.RULE);
        }
        return value;
    }

    /** A port that one can connect to. */
    public static int port(String option, int value) {
        return within(option, value, 1, LARGEST_PORT);
    }
}
