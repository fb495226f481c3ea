package im.hongyan.cli.run;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.local.DefaultPorts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster start}. */
@Command(
        name = "start",
        description = {
            "Starts what does not run. The processes go on when this command ends.",
            "The first gateway takes the ports that the other verbs use by default. Started again with other numbers,"
                    + " processes are added or stopped."
        })
final class ClusterStart implements Callable<Integer> {

    private static final int DEFAULT_COUNT = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ClusterFolder folder = new ClusterFolder();

    @Option(names = "--gateways", paramLabel = "N", description = "How many gateways (default: " + DEFAULT_COUNT + ").")
    private @Nullable Integer gateways;

    @Option(names = "--cores", paramLabel = "N", description = "How many chat-cores (default: " + DEFAULT_COUNT + ").")
    private @Nullable Integer cores;

    @Option(
            names = "--persistences",
            paramLabel = "N",
            description = "How many persistence processes (default: " + DEFAULT_COUNT + ").")
    private @Nullable Integer persistences;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description = "The first gateway's HTTP port; its TCP port is the next one, all others are counted from"
                    + " there (default: " + DefaultPorts.HTTP + ").")
    private @Nullable Integer basePort;

    @Option(
            names = "--nacos",
            negatable = true,
            description = "Find each other through a real Nacos instead of a list of addresses (default: a list).")
    private @Nullable Boolean nacos;

    @Override
    public Integer call() {
        return folder.alone(() -> {
            Output out = output.output();
            Optional<ClusterShape> before = ClusterShape.read(folder.path());
            ClusterShape shape = wanted(before);
            before.filter(old -> !old.equals(shape)).ifPresent(old -> stopSurplus(old, shape, out));
            shape.write(folder.path());
            Cluster cluster = new Cluster(folder.path(), shape);
            cluster.start(out::talk);
            tellReady(cluster.ports(), shape, out);
            return ExitCode.OK;
        });
    }

    private ClusterShape wanted(Optional<ClusterShape> before) {
        try {
            return new ClusterShape(
                    choose(basePort, before.map(ClusterShape::basePort), DefaultPorts.HTTP),
                    choose(gateways, before.map(ClusterShape::gateways), DEFAULT_COUNT),
                    choose(cores, before.map(ClusterShape::cores), DEFAULT_COUNT),
                    choose(persistences, before.map(ClusterShape::persistences), DEFAULT_COUNT),
                    choose(nacos, before.map(ClusterShape::nacos), false),
                    before.map(ClusterShape::secret).orElseGet(ClusterShape::newSecret));
        } catch (IllegalArgumentException outOfRange) {
            throw new CommandLine.ParameterException(spec.commandLine(), outOfRange.getMessage(), outOfRange);
        }
    }

    private static <T> T choose(@Nullable T given, Optional<T> before, T otherwise) {
        return given != null ? given : before.orElse(otherwise);
    }

    // Everything when the ports move, else what there are to be fewer of.
    private void stopSurplus(ClusterShape old, ClusterShape shape, Output out) {
        Cluster running = new Cluster(folder.path(), old);
        if (old.basePort() != shape.basePort()) {
            var unused = running.stop(out::talk);
            return;
        }
        Cluster next = new Cluster(folder.path(), shape);
        List<String> kept = all(next).stream().map(ClusterMember::name).toList();
        all(running).stream().filter(member -> !kept.contains(member.name())).forEach(member -> {
            out.talk("stopping " + member.name());
            member.server().retire();
        });
    }

    private static List<ClusterMember> all(Cluster cluster) {
        return Stream.concat(cluster.applications().stream(), cluster.servers().stream())
                .toList();
    }

    private void tellReady(ClusterPorts ports, ClusterShape shape, Output out) {
        String http = "http://127.0.0.1:" + ports.gatewayHttp(0);
        String tcp = "127.0.0.1:" + ports.gatewayTcp(0);
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("ready", true);
        ready.put("http", http);
        ready.put("tcp", tcp);
        ready.put("dir", folder.path().toString());
        out.data(ready, "ready " + http + " tcp://" + tcp + " (" + shape + ") in " + folder.path());
    }
}
