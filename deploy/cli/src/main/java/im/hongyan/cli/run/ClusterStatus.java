package im.hongyan.cli.run;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cluster status}. */
@Command(
        name = "status",
        description = {
            "Lists the processes of the cluster, those that died too: hongyan cluster start brings them back."
        })
final class ClusterStatus implements Callable<Integer> {

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ClusterFolder folder = new ClusterFolder();

    @Override
    public Integer call() {
        Output out = output.output();
        Cluster cluster = folder.existing();
        List<Map<String, Object>> processes = Stream.concat(cluster.applications().stream(), cluster.servers().stream())
                .map(ClusterMember::status)
                .flatMap(Optional::stream)
                .toList();
        if (out.json()) {
            out.object(Map.of("processes", processes));
        } else {
            processes.forEach(process -> out.text(line(process)));
        }
        return ExitCode.OK;
    }

    private static String line(Map<String, Object> process) {
        return "%-14s %-6s pid %-8s tcp %-6s http %-6s %s"
                .formatted(
                        process.get("name"),
                        Boolean.TRUE.equals(process.get("alive")) ? "alive" : "DEAD",
                        process.get("pid"),
                        port(process.get("tcpPort")),
                        port(process.get("httpPort")),
                        process.get("log"));
    }

    private static String port(@Nullable Object port) {
        return port == null ? "-" : port.toString();
    }
}
