package im.hongyan.cli.run;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cluster stop}. */
@Command(
        name = "stop",
        description = "Stops the cluster's processes in good order, each by its id after a check that it is still the"
                + " same program. The data stay.")
final class ClusterStop implements Callable<Integer> {

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ClusterFolder folder = new ClusterFolder();

    @Override
    public Integer call() {
        return folder.alone(() -> {
            Output out = output.output();
            List<String> stopped = folder.existing().stop(out::talk);
            out.data(
                    Map.of("stopped", stopped),
                    stopped.isEmpty() ? "nothing ran" : "stopped " + String.join(" ", stopped));
            return ExitCode.OK;
        });
    }
}
