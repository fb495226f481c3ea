package im.hongyan.bench.load;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hongyan bench}: loads a running server and says what it did, what it cost and what it got wrong. */
@Command(
        name = "bench",
        description = "Load a running server (of the development profile) and measure it.",
        subcommands = {DirectCommand.class, GroupCommand.class, IdleCommand.class, RelayCommand.class})
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to measure: direct, group, idle or relay");
    }
}
