package im.hongyan.bench.measure;

import java.util.List;
import java.util.stream.IntStream;

/** Medians, to three digits after the point. */
public final class Median {
    private Median() {}

    /** 0 of nothing. */
    public static double of(List<Double> values) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return rounded(median);
    }

    /** Pair by pair. */
    public static List<Double> ratios(List<Double> ours, List<Double> theirs) {
        return IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .filter(i -> theirs.get(i) > 0)
                .mapToObj(i -> rounded(ours.get(i) / theirs.get(i)))
                .toList();
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
