package im.hongyan.cli;

import org.jspecify.annotations.Nullable;

/** Ends a verb with an exit code and one line on stderr; no stack trace is shown for it. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String code;

    private CommandFailure(int exitCode, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = code;
    }

    /** {@link ExitCode#UNEXPECTED}: broken, and this is what. */
    public static CommandFailure unexpected(String message, @Nullable Throwable cause) {
        return new CommandFailure(ExitCode.UNEXPECTED, "UNEXPECTED", message, cause);
    }

    /** {@link ExitCode#USAGE}: the command line cannot be meant so. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, "USAGE", message, null);
    }

    /** {@link ExitCode#REFUSED}: the server said no, with this code of the catalogue. */
    public static CommandFailure refused(String code, String message) {
        return new CommandFailure(ExitCode.REFUSED, code, message, null);
    }

    /** {@link ExitCode#UNREACHABLE}: nothing answers there, or not in time. */
    public static CommandFailure unreachable(String message) {
        return new CommandFailure(ExitCode.UNREACHABLE, "UNREACHABLE", message, null);
    }

    public int exitCode() {
        return exitCode;
    }

    /** A code of the server's catalogue, or UNEXPECTED, USAGE, UNREACHABLE. */
    public String code() {
        return code;
    }
}
