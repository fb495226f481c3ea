package im.hongyan.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.local.LocalServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the applications have written into their logs since a moment. */
public final class Logs {
    /** A message's text, a credential (every JWT begins so), or an error that nobody took. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            Load.SECRET + "|eyJhbGci|onErrorDropped|onNextDropped|LEAK: |OutOfMemoryError|blocked.*thread");

    private final Map<Path, Long> from = new HashMap<>();

    private Logs(ClusterSite cluster) {
        for (LocalServer server : cluster.applications()) {
            from.put(server.log(), length(server.log()));
        }
    }

    public static Logs from(ClusterSite cluster) {
        return new Logs(cluster);
    }

    /** Fails when there is something that must never be in a log. */
    public void check() {
        List<String> found = new ArrayList<>();
        from.forEach((log, offset) -> since(log, offset)
                .lines()
                .filter(line -> FORBIDDEN.matcher(line).find())
                .forEach(line -> found.add(log.getFileName() + ": " + line)));
        assertThat(found).as("lines that must be in no log").isEmpty();
    }

    private static long length(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String since(Path log, long offset) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] rest = new byte[Math.toIntExact(Math.max(0, file.length() - offset))];
            file.seek(offset);
            file.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
