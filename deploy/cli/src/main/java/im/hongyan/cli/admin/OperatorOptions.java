package im.hongyan.cli.admin;

import im.hongyan.cli.CommandFailure;
import im.hongyan.wire.DevelopmentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As which operator a verb asks. A secret is never an option: it comes from a file or the environment. */
final class OperatorOptions {
    private static final String VARIABLE = "HONGYAN_OPERATOR_KEY";

    @Option(
            names = "--operator-key-file",
            paramLabel = "FILE",
            description = {
                "Read the operator key from this file. Without it: from the environment variable " + VARIABLE + ";",
                "without that, the development key is used, which only a development server takes."
            })
    private @Nullable Path file;

    String key() {
        String given = System.getenv(VARIABLE);
        if (file != null) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw CommandFailure.usage("--operator-key-file: " + file + " cannot be read");
            }
        }
        return given != null && !given.isBlank() ? given.strip() : DevelopmentKey.OPERATOR_KEY;
    }
}
