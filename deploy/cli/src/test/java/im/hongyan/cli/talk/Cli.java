package im.hongyan.cli.talk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hongyan.cli.HongyanCommand;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs verbs against one server, as a shell would. */
public final class Cli {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int tcpPort;
    private final int httpPort;

    /** What a verb left behind. */
    public record Ran(int code, String out, String err) {
        public List<JsonNode> json() {
            return out.lines().map(Ran::parsed).toList();
        }

        public JsonNode error() {
            return parsed(err);
        }

        public List<String> texts() {
            return json().stream().map(message -> message.get("text").asText()).toList();
        }

        private static JsonNode parsed(String line) {
            try {
                return JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public Cli(int tcpPort, int httpPort) {
        this.tcpPort = tcpPort;
        this.httpPort = httpPort;
    }

    /** A verb that talks to the server. */
    public Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        // Before the words of a message, behind the verb.
        int at = List.of("conversation", "friend", "group", "user", "bench").contains(arguments[0]) ? 2 : 1;
        all.addAll(at, List.of("--tcp-port", Integer.toString(tcpPort), "--http-port", Integer.toString(httpPort)));
        return bare(all.toArray(String[]::new));
    }

    /** The same with something on the standard input. */
    public Ran runWith(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    /** A command line as it is. */
    public static Ran bare(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = HongyanCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
                .execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
