package im.hongyan.bench.load;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hongyan bench direct}. */
@Command(name = "direct", description = "Pairs of users; the first of each sends to the second.")
final class DirectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--pairs",
            converter = Bounds.Positive.class,
            paramLabel = "N",
            defaultValue = "50",
            description = "Pairs, each with two connections (default: ${DEFAULT-VALUE}).")
    private int pairs;

    @Override
    public Integer call() throws IOException {
        return Bench.run(spec, server, load, new Shape.Direct(Bench.prefix(), pairs));
    }
}
