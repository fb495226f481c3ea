package im.hongyan.e2e.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The live heap of another JVM of this machine, as that JVM counts it after a full collection. */
public final class LiveHeap {
    private LiveHeap() {}

    /** In bytes. */
    public static long bytes(long pid) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                // The last line is: Total <instances> <bytes>
                return out.lines()
                        .filter(line -> line.startsWith("Total "))
                        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[2]))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("process " + pid + " tells nothing of its heap"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
