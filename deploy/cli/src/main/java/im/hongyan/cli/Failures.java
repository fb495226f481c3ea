package im.hongyan.cli;

import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what a verb threw, or a command line that is wrong, into one line on stderr and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final IParameterExceptionHandler inWords;

    /** @param inWords tells what is wrong with a command line, and the usage, when no JSON is wanted */
    Failures(IParameterExceptionHandler inWords) {
        this.inWords = inWords;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) throws Exception {
        if (!List.of(arguments).contains("--json")) {
            return inWords.handleParseException(failure, arguments);
        }
        CommandFailure usage = CommandFailure.usage(String.valueOf(failure.getMessage()));
        print(failure.getCommandLine().getErr(), true, usage);
        return usage.exitCode();
    }

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
        if (failure instanceof RefusedException refused) {
            return CommandFailure.refused(
                    refused.problem().getCode(), refused.problem().getMessage());
        }
        if (failure instanceof UnansweredException || failure.getCause() instanceof TimeoutException) {
            return CommandFailure.unreachable(String.valueOf(failure.getMessage()));
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
