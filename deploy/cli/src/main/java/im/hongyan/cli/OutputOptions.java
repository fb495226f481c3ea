package im.hongyan.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}, shared by every verb. Data goes to stdout, talk goes to stderr. */
public final class OutputOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Option(
            names = "--json",
            description = "Print data as one JSON object a line on stdout, and a failure as one JSON object on stderr.")
    boolean json;

    /** Where this verb prints. */
    public Output output() {
        return new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), json, colours());
    }

    private boolean colours() {
        return spec.commandLine().getColorScheme().ansi().enabled();
    }
}
