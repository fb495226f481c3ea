package im.hongyan.bench.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What a run saw, as data and as a page to read. */
public final class RunReport {
    /** What must be zero: accepted and not delivered; out of order. Repeats on the wire are allowed and only told. */
    public record Checks(long lost, long repeated, long reordered) {
        public boolean clean() {
            return lost == 0 && reordered == 0;
        }
    }

    private final RunPlan plan;
    private final double seconds;
    private final Tally tally;
    private final Checks checks;
    private final CpuClock.Reading cpu;
    private final Map<String, Integer> refusals;
    private final Histogram accept;
    private final Histogram deliver;

    RunReport(
            RunPlan plan,
            Duration time,
            Tally tally,
            Checks checks,
            CpuClock.Reading cpu,
            Map<String, Integer> refusals) {
        this.plan = plan;
        this.seconds = time.toNanos() / 1e9;
        this.tally = tally;
        this.checks = checks;
        this.cpu = cpu;
        this.refusals = refusals;
        this.accept = tally.accept();
        this.deliver = tally.deliver();
    }

    public Checks checks() {
        return checks;
    }

    public long sent() {
        return tally.sent.sum();
    }

    public long accepted() {
        return tally.accepted.sum();
    }

    /** Deliveries, each recipient counted. */
    public long delivered() {
        return tally.delivered.sum();
    }

    /** Keys and values in the order of the page; percentiles are nested maps. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("shape", plan.shape().toString());
        data.put("pace", plan.pace().toString());
        data.put("seconds", round(seconds));
        data.put("sent", sent());
        data.put("accepted", accepted());
        data.put("delivered", delivered());
        data.put("refused", tally.refused.sum());
        data.put("refusals", refusals);
        data.put("acceptedPerSecond", round(accepted() / seconds));
        data.put("deliveredPerSecond", round(delivered() / seconds));
        data.put("acceptMillis", percentiles(accept));
        data.put("deliverMillis", percentiles(deliver));
        data.put("lost", checks.lost());
        data.put("repeated", checks.repeated());
        data.put("reordered", checks.reordered());
        data.put("serverCpuSeconds", rounded(cpu.servers()));
        data.put("driverCpuSeconds", round(cpu.driver()));
        data.put("foreignCores", round(cpu.foreignSeconds() / seconds));
        if (cpu.serverSeconds() > 0) {
            data.put("deliveredPerServerCpuSecond", round(delivered() / cpu.serverSeconds()));
        }
        return data;
    }

    /** A line a key. */
    public String page() {
        return data().entrySet().stream()
                .map(line -> String.format(Locale.ROOT, "%-28s %s", line.getKey(), line.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, Double> percentiles(Histogram histogram) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("p50", round(histogram.getValueAtPercentile(50) / 1e6));
        values.put("p90", round(histogram.getValueAtPercentile(90) / 1e6));
        values.put("p99", round(histogram.getValueAtPercentile(99) / 1e6));
        values.put("max", round(histogram.getMaxValue() / 1e6));
        return values;
    }

    private static Map<String, Double> rounded(Map<String, Double> values) {
        Map<String, Double> rounded = new LinkedHashMap<>();
        values.forEach((name, value) -> rounded.put(name, round(value)));
        return rounded;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
