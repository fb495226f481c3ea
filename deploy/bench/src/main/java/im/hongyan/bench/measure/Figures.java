package im.hongyan.bench.measure;

import im.hongyan.bench.plan.Result;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One round against one server.
 *
 * @param server {@code hongyan} or {@code relay}
 * @param measured the length of the measured part
 * @param from the CPU when the measured part began, {@code to} when it ended
 */
public record Figures(
        String server, int round, Duration measured, Result result, Processes.Cpu from, Processes.Cpu to) {
    private static final double FOREIGN_CORES_LIMIT = 0.25;

    /** What was planned; the samples of the CPU lie some milliseconds beside it. */
    public double seconds() {
        return seconds(measured.toNanos());
    }

    public double deliveredPerSecond() {
        return result.deliveredMeasured() / seconds();
    }

    /** Of all processes that were named; 0 when none were. */
    public double serverCpuSeconds() {
        return seconds(sum(to) - sum(from));
    }

    public double deliveredPerCpuSecond() {
        return serverCpuSeconds() == 0 ? 0 : result.deliveredMeasured() / serverCpuSeconds();
    }

    public double driverCpuSeconds() {
        return seconds(to.driver() - from.driver());
    }

    /** Cores kept busy by processes that are neither driver nor server. */
    public double foreignCores() {
        double all = seconds(to.machine() - from.machine());
        double elapsed = seconds(to.atNanos() - from.atNanos());
        return Math.max(0, (all - serverCpuSeconds() - driverCpuSeconds()) / elapsed);
    }

    /** Whether somebody else used so much CPU that the round says little. Known only when the server's processes are. */
    public boolean disturbed() {
        return serverCpuSeconds() > 0 && foreignCores() > FOREIGN_CORES_LIMIT;
    }

    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("server", server);
        map.put("round", round);
        map.put("sent", result.sent());
        map.put("resent", result.resent());
        map.put("accepted", result.accepted());
        map.put("delivered", result.delivered());
        map.put("lost", result.lost());
        map.put("repeated", result.repeated());
        map.put("outOfOrder", result.outOfOrder());
        map.put("unanswered", result.unanswered());
        map.put("disconnects", result.disconnects());
        map.put("refusals", result.refusals());
        map.put("sentPerSecond", rounded(result.sentMeasured() / seconds()));
        map.put("acceptedPerSecond", rounded(result.acceptedMeasured() / seconds()));
        map.put("deliveredPerSecond", rounded(deliveredPerSecond()));
        map.put("answerMicros", percentiles(result.answers()));
        map.put("deliveryMicros", percentiles(result.deliveries()));
        Map<String, Object> cpu = new LinkedHashMap<>();
        to.byRole()
                .forEach((role, used) ->
                        cpu.put(role, rounded(seconds(used - from.byRole().getOrDefault(role, 0L)))));
        map.put("cpuSeconds", cpu);
        map.put("driverCpuSeconds", rounded(driverCpuSeconds()));
        map.put("foreignCores", rounded(foreignCores()));
        map.put("disturbed", disturbed());
        map.put("deliveredPerCpuSecond", rounded(deliveredPerCpuSecond()));
        return map;
    }

    public String asText() {
        return "%s round %d: %.0f sends/s, %.0f deliveries/s; answer p50 %.2f p99 %.2f ms; delivery p50 %.2f p99 %.2f ms; "
                        .formatted(
                                server,
                                round,
                                result.sentMeasured() / seconds(),
                                deliveredPerSecond(),
                                millis(result.answers(), 50),
                                millis(result.answers(), 99),
                                millis(result.deliveries(), 50),
                                millis(result.deliveries(), 99))
                + "server CPU %.2f s (%.0f deliveries per CPU-second), driver %.2f s, others %.2f cores%s; "
                        .formatted(
                                serverCpuSeconds(),
                                deliveredPerCpuSecond(),
                                driverCpuSeconds(),
                                foreignCores(),
                                disturbed() ? " (disturbed)" : "")
                + "lost %d, repeated %d, out of order %d, unanswered %d, resent %d, refused %s"
                        .formatted(
                                result.lost(),
                                result.repeated(),
                                result.outOfOrder(),
                                result.unanswered(),
                                result.resent(),
                                result.refusals());
    }

    private static Map<String, Object> percentiles(Histogram histogram) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("p50", histogram.getValueAtPercentile(50));
        map.put("p90", histogram.getValueAtPercentile(90));
        map.put("p99", histogram.getValueAtPercentile(99));
        map.put("p99.9", histogram.getValueAtPercentile(99.9));
        map.put("max", histogram.getMaxValue());
        return map;
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    private static long sum(Processes.Cpu cpu) {
        return cpu.byRole().values().stream().mapToLong(Long::longValue).sum();
    }

    private static double seconds(long nanos) {
        return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
