package im.hongyan.cli;

/** What {@code $?} is after a verb; part of the command line's contract. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** Something is broken: a bug, an unreadable file, a failed child process. */
    public static final int UNEXPECTED = 1;
    /** The command line itself is wrong. */
    public static final int USAGE = 2;
    /** The server refused; the code of the catalogue is printed. */
    public static final int REFUSED = 3;
    /** No server answers there, or not in time; what was asked may or may not have been done. */
    public static final int UNREACHABLE = 4;

    private ExitCode() {}
}
