package im.hongyan.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The live heap of the JVMs among some processes, counted by the JVM itself after a full collection
 * ({@code jcmd PID GC.class_histogram}). Empty without a JDK's {@code jcmd}; other programs count nothing.
 */
public record LiveHeap(Processes processes) {

    public Map<String, Long> bytes() throws IOException {
        Map<String, Long> byRole = new LinkedHashMap<>();
        for (Map.Entry<String, List<Long>> role : processes.pidsByRole().entrySet()) {
            for (long pid : role.getValue()) {
                Optional<Long> bytes = bytes(pid);
                if (bytes.isPresent()) {
                    byRole.merge(role.getKey(), bytes.get(), Long::sum);
                }
            }
        }
        return byRole;
    }

    private static Optional<Long> bytes(long pid) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!tool.toFile().canExecute()) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            // The last line is: Total <instances> <bytes>
            return out.lines()
                    .filter(line -> line.startsWith("Total "))
                    .map(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]))
                    .findFirst();
        }
    }
}
