package im.hongyan.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The CPU and memory of processes with all their descendants, as Linux tells them in {@code /proc} (proc(5)).
 *
 * @param pidsByRole the processes of each role
 */
public record Processes(Map<String, List<Long>> pidsByRole) {
    // USER_HZ, which the kernel fixes at 100 for everything that it shows in /proc.
    private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

    /**
     * The CPU used until now, in nanoseconds.
     *
     * @param byRole what the processes of each role have used
     * @param driver what this process has used
     * @param machine what everything on the machine has used
     */
    public record Cpu(long atNanos, Map<String, Long> byRole, long driver, long machine) {}

    public Cpu cpu() throws IOException {
        Map<String, Long> byRole = new LinkedHashMap<>();
        for (Map.Entry<String, List<Long>> role : pidsByRole.entrySet()) {
            long used = 0;
            for (long pid : role.getValue()) {
                used += tree(pid).mapToLong(Processes::used).sum();
            }
            byRole.put(role.getKey(), used);
        }
        return new Cpu(System.nanoTime(), byRole, used(ProcessHandle.current().pid()), machine());
    }

    /** The resident memory of a role's processes, in bytes. */
    public Map<String, Long> residentBytes() {
        Map<String, Long> byRole = new LinkedHashMap<>();
        pidsByRole.forEach((role, pids) -> byRole.put(
                role,
                pids.stream()
                        .flatMap(Processes::tree)
                        .mapToLong(Processes::resident)
                        .sum()));
        return byRole;
    }

    private static Stream<Long> tree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .map(ProcessHandle::pid);
    }

    /** User and system time; 0 for a process that has ended. */
    private static long used(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The name in brackets may hold anything, so fields are counted from its end: utime is the 12th, stime the
            // 13th.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static long resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    /** User, nice, system, interrupts; neither idle nor waiting nor stolen. */
    private static long machine() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            long[] fields = lines.findFirst().stream()
                    .flatMap(line ->
                            Arrays.stream(line.strip().split("\\s+", -1)).skip(1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) * NANOS_PER_TICK;
        }
    }
}
