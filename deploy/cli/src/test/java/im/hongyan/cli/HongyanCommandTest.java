package im.hongyan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HongyanCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aMissingVerbIsAUsageErrorOnStderr() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("a verb is missing").contains("Usage: hongyan");
    }

    @Test
    void anUnknownVerbIsAUsageError() {
        assertThat(run("fly")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("fly");
    }

    @Test
    void helpIsDataAndNamesTheExitCodes() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Exit codes:").contains("the server refused");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbHasHelp(List<String> verb) {
        assertThat(run(with(verb, "--help"))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: hongyan " + String.join(" ", verb), "--json");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbTellsAWrongCommandLineAsAnObjectWithJson(List<String> verb) throws JsonProcessingException {
        assertThat(run(with(verb, "--json", "--no-such-option"))).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        JsonNode failure = new ObjectMapper().readTree(err.toString());
        assertThat(failure.get("error").asText()).isEqualTo("USAGE");
        assertThat(failure.get("message").asText()).isNotEmpty();
        assertThat(failure.get("exitCode").asInt()).isEqualTo(ExitCode.USAGE);
    }

    private static String[] with(List<String> verb, String... options) {
        return Stream.concat(verb.stream(), Stream.of(options)).toArray(String[]::new);
    }

    /** All that can be run, the verbs of verbs too. */
    static Stream<List<String>> verbs() {
        CommandLine all =
                HongyanCommand.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        return verbs(List.of(), all);
    }

    private static Stream<List<String>> verbs(List<String> path, CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            return Stream.of(path);
        }
        return command.getSubcommands().entrySet().stream()
                .filter(verb -> !verb.getKey().equals("help"))
                .flatMap(verb -> verbs(
                        Stream.concat(path.stream(), Stream.of(verb.getKey())).toList(), verb.getValue()));
    }

    private int run(String... args) {
        return HongyanCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
                .execute(args);
    }
}
