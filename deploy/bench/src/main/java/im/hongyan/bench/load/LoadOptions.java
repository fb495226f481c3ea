package im.hongyan.bench.load;

import im.hongyan.bench.plan.Pace;
import im.hongyan.bench.plan.Plan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much, how long, how often. */
final class LoadOptions {
    private static final double DEFAULT_RATE = 500;

    private static final class PaceOptions {
        @Option(
                names = "--rate",
                converter = Bounds.Rate.class,
                paramLabel = "N",
                description = "Sends a second over all senders, planned in advance: waiting is counted (default: 500).")
        private @Nullable Double rate;

        @Option(
                names = "--in-flight",
                converter = Bounds.Positive.class,
                paramLabel = "N",
                description =
                        "Instead: every sender keeps N sends unanswered. For capacity; latencies mean little then.")
        private @Nullable Integer inFlight;
    }

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private @Nullable PaceOptions pace;

    @Option(
            names = "--warm-up",
            converter = Bounds.NotNegative.class,
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Load before the measured part of each round (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--duration",
            converter = Bounds.Positive.class,
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "The measured part of each round (default: ${DEFAULT-VALUE}).")
    private int durationSeconds;

    @Option(
            names = "--drain",
            converter = Bounds.NotNegative.class,
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long to wait for the next of the last deliveries (default: ${DEFAULT-VALUE}).")
    private int drainSeconds;

    @Option(
            names = "--bytes",
            converter = Bounds.Positive.class,
            paramLabel = "N",
            defaultValue = "100",
            description = "Length of each text (default: ${DEFAULT-VALUE}).")
    private int bytes;

    @Option(
            names = "--rounds",
            converter = Bounds.Positive.class,
            paramLabel = "N",
            defaultValue = "1",
            description = "Rounds; with more than one the first warms the JVMs and is left out of the medians "
                    + "(default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--against-relay",
            description =
                    "Run each round also against a raw relay in a process of its own, in turns, and print the ratios.")
    private boolean againstRelay;

    @Option(names = "--json", description = "Print one JSON object on stdout.")
    private boolean json;

    Plan plan(Shape shape) {
        return new Plan(
                shape.targets(), pace(), Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(durationSeconds), bytes);
    }

    private Pace pace() {
        if (pace != null && pace.inFlight != null) {
            return new Pace.Closed(pace.inFlight);
        }
        return new Pace.Open(pace != null && pace.rate != null ? pace.rate : DEFAULT_RATE);
    }

    Duration drain() {
        return Duration.ofSeconds(drainSeconds);
    }

    int rounds() {
        return rounds;
    }

    boolean againstRelay() {
        return againstRelay;
    }

    boolean json() {
        return json;
    }
}
