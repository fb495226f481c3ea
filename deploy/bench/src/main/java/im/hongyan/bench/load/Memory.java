package im.hongyan.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server process holds: the heap that lives after a full collection (asked of {@code jcmd} of this JDK), and what is
 * resident. Zeros where it cannot be read.
 */
public record Memory(long liveHeapBytes, long residentBytes) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    static Memory of(long pid) throws IOException, InterruptedException {
        if (pid <= 0) {
            return new Memory(0, 0);
        }
        jcmd(pid, "GC.run");
        long live = kilobytes(USED, jcmd(pid, "GC.heap_info"));
        long resident = kilobytes(RESIDENT, Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        return new Memory(live, resident);
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(tool, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private static long kilobytes(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
    }
}
