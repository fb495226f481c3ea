package im.hongyan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void everyVerbHasHelp() {
        for (List<String> verb : verbs(HongyanCommand.commandLine(new PrintWriter(out), new PrintWriter(err)))) {
            String[] args = verb.toArray(String[]::new);
            args[args.length - 1] = "--help";
            assertThat(run(args)).as("%s", verb).isEqualTo(ExitCode.OK);
        }
    }

    private static List<List<String>> verbs(CommandLine command) {
        return command.getSubcommands().entrySet().stream()
                .filter(verb -> !verb.getKey().equals("help"))
                .map(verb -> List.of(verb.getKey(), "--help"))
                .toList();
    }

    private int run(String... args) {
        return HongyanCommand.commandLine(new PrintWriter(out), new PrintWriter(err))
                .execute(args);
    }
}
