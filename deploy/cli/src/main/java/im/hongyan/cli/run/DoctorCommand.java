package im.hongyan.cli.run;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}. */
@Command(
        name = "doctor",
        description = {
            "Looks at this machine and at the server, says what is missing, taken or slow, and how to mend it.",
            "Ends with 1 when something is broken; what is merely missing for some verbs is a warning."
        })
public final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Where the server says how it is (default: its HTTP port, else that plus "
                    + ClusterPorts.MANAGEMENT_DISTANCE + ", where a gateway of a local cluster has it).")
    private @Nullable Integer managementPort;

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(new MachineChecks(Path.of("data")).all());
        findings.addAll(new ServerChecks(server, managementPort).all());
        Output out = output.output();
        if (out.json()) {
            out.object(Map.of("findings", findings.stream().map(Finding::json).toList()));
        } else {
            findings.forEach(finding -> out.text(finding.line()));
        }
        boolean broken = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BAD);
        return broken ? ExitCode.UNEXPECTED : ExitCode.OK;
    }
}
