package im.hongyan.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a verb threw into one line on stderr and an exit code. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        CommandFailure known = asCommandFailure(failure);
        print(command.getErr(), parsed.originalArgs().contains("--json"), known);
        if (known.exitCode() == ExitCode.UNEXPECTED && System.getenv("HONGYAN_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        return known.exitCode();
    }

    private static CommandFailure asCommandFailure(Exception failure) {
        if (failure instanceof CommandFailure known) {
            return known;
        }
        String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
        return CommandFailure.unexpected(
                failure.getClass().getSimpleName() + message + " (HONGYAN_DEBUG=1 shows where)", failure);
    }

    private static void print(PrintWriter err, boolean json, CommandFailure failure) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("error", failure.code());
            object.put("message", failure.getMessage());
            object.put("exitCode", failure.exitCode());
            err.println(Json.object(object));
        } else {
            err.println("hongyan: " + failure.code() + ": " + failure.getMessage());
        }
        err.flush();
    }
}
