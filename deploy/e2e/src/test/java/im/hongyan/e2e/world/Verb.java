package im.hongyan.e2e.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hongyan.cli.HongyanCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A verb of the command line that has run in this JVM.
 *
 * @param code what it ended with
 */
public record Verb(int code, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Verb run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = HongyanCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
                .execute(arguments);
        return new Verb(code, out.toString(), err.toString());
    }

    /** The command that runs a verb in a process of its own. */
    public static List<String> command(String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HongyanCommand.class.getName()));
        line.addAll(List.of(arguments));
        return line;
    }

    /** The one object that it has printed. */
    public JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
