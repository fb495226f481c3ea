package im.hongyan.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processor time as the operating system accounts for it: user and system, from {@code /proc}. */
final class CpuClock {
    /** USER_HZ, fixed at 100 for programs on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final Map<String, Long> roles;

    /** @param roles name of a process to its id */
    CpuClock(Map<String, Long> roles) {
        this.roles = Map.copyOf(roles);
    }

    /** Seconds used until now. */
    record Reading(Map<String, Double> servers, double driver, double machine) {
        Reading since(Reading earlier) {
            Map<String, Double> used = new LinkedHashMap<>();
            servers.forEach((role, seconds) -> used.put(role, seconds - earlier.servers.getOrDefault(role, 0.0)));
            return new Reading(used, driver - earlier.driver, machine - earlier.machine);
        }

        double serverSeconds() {
            return servers.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        /** What neither the servers nor the driver used. */
        double foreignSeconds() {
            return Math.max(0, machine - driver - serverSeconds());
        }
    }

    Reading read() {
        Map<String, Double> servers = new LinkedHashMap<>();
        roles.forEach((role, pid) -> servers.put(role, process(pid)));
        return new Reading(servers, process(ProcessHandle.current().pid()), machine());
    }

    private static double process(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The command's name is in brackets and may hold spaces; utime and stime are fields 14 and 15.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    private static double machine() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String[] cpu = lines.findFirst().orElse("").trim().split("\\s+", -1);
            // user, nice, system, then idle and iowait (left out), irq, softirq, steal (left out)
            long ticks = Long.parseLong(cpu[1])
                    + Long.parseLong(cpu[2])
                    + Long.parseLong(cpu[3])
                    + Long.parseLong(cpu[6])
                    + Long.parseLong(cpu[7]);
            return ticks / TICKS_PER_SECOND;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
