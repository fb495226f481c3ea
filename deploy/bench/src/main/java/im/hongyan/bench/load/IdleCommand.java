package im.hongyan.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hongyan.bench.driver.Fleet;
import im.hongyan.bench.measure.LiveHeap;
import im.hongyan.bench.measure.Processes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hongyan bench idle}. */
@Command(
        name = "idle",
        description = "Connections that only stay: what one of them costs the server in memory and CPU.")
final class IdleCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--connections",
            converter = Bounds.Positive.class,
            paramLabel = "N",
            defaultValue = "1000",
            description = "Connections, each of a user of its own (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--duration",
            converter = Bounds.Positive.class,
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long they stay (default: ${DEFAULT-VALUE}).")
    private int durationSeconds;

    @Option(names = "--json", description = "Print one JSON object on stdout.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String prefix = Bench.prefix();
        List<String> users = IntStream.range(0, connections)
                .mapToObj(index -> prefix + '.' + index)
                .toList();
        Processes processes = server.processes();
        Map<String, Object> report = new LinkedHashMap<>();
        try (Fleet fleet = new Fleet(server.endpoint(), server.threads())) {
            LiveHeap heap = new LiveHeap(processes);
            Map<String, Long> heapBefore = heap.bytes();
            Map<String, Long> residentBefore = processes.residentBytes();
            long start = System.nanoTime();
            fleet.connect(users);
            double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
            Processes.Cpu from = processes.cpu();
            TimeUnit.SECONDS.sleep(durationSeconds);
            Processes.Cpu to = processes.cpu();
            report.put("connections", connections);
            report.put("connectedPerSecond", Math.round(connections / seconds));
            report.put("liveHeapBytesEach", each(heapBefore, heap.bytes()));
            report.put("residentBytesEach", each(residentBefore, processes.residentBytes()));
            report.put("cpuMillisWhileIdle", cpuMillis(from, to));
            report.put("disconnects", fleet.disconnects());
        }
        String text = json ? new ObjectMapper().writeValueAsString(report) : report.toString();
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
        return report.get("disconnects").equals(0L) ? 0 : Bench.NOT_CLEAN;
    }

    private Map<String, Long> each(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> each = new LinkedHashMap<>();
        after.forEach((role, bytes) -> each.put(role, (bytes - before.getOrDefault(role, 0L)) / connections));
        return each;
    }

    private static Map<String, Long> cpuMillis(Processes.Cpu from, Processes.Cpu to) {
        Map<String, Long> millis = new LinkedHashMap<>();
        to.byRole()
                .forEach((role, used) -> millis.put(
                        role, TimeUnit.NANOSECONDS.toMillis(used - from.byRole().getOrDefault(role, 0L))));
        return millis;
    }
}
