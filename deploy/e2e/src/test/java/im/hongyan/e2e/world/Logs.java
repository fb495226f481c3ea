package im.hongyan.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

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
    /** A message's text, a credential (every JWT begins so), an error that nobody took, or one that nobody foresaw. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            Load.SECRET + "|eyJhbGci|onErrorDropped|onNextDropped|LEAK: |OutOfMemoryError|blocked.*thread"
                    + "|INTERNAL, trace id|the handler of .* failed|this is a defect");

    /**
     * What r2dbc-mysql 1.4.3 drops when a query is given up while rows arrive (it releases a row twice and closes that
     * connection; the pool opens another), or a connection is given up while it is being opened.
     */
    private static final Pattern EXCUSED = Pattern.compile("Operator called default onErrorDropped\\R+"
            + "(io\\.asyncer\\.r2dbc\\.mysql\\.client\\.MySqlConnection"
            + "|java\\.lang\\.IllegalStateException: Fail to emit a login request)");

    private final Site site;
    private final Map<Path, Long> from = new HashMap<>();

    private Logs(Site site) {
        this.site = site;
        site.logs().forEach(log -> from.put(log, length(log)));
    }

    public static Logs of(Site site) {
        return new Logs(site);
    }

    /** Fails when there is something that must never be in a log. */
    public void check() {
        List<String> found = new ArrayList<>();
        site.logs().forEach(log -> {
            List<String> lines = EXCUSED.matcher(since(log, from.getOrDefault(log, 0L)))
                    .replaceAll("")
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                if (FORBIDDEN.matcher(lines.get(i)).find()) {
                    // The line behind it is the error itself.
                    found.add(log.getFileName() + ": "
                            + String.join(" | ", lines.subList(i, Math.min(i + 3, lines.size()))));
                }
            }
        });
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
            // A log that is shorter now was begun anew.
            long start = file.length() < offset ? 0 : offset;
            byte[] rest = new byte[Math.toIntExact(file.length() - start)];
            file.seek(start);
            file.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
