package im.hongyan.bench.driver;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What one event loop has counted; touched by that loop only, until the round is over. Times in microseconds. */
final class Tally {
    private static final long LONGEST_MICROS = 600_000_000;

    final Histogram answers = new Histogram(LONGEST_MICROS, 3);
    final Histogram deliveries = new Histogram(LONGEST_MICROS, 3);
    final Map<String, Long> refusals = new TreeMap<>();
    long sent;
    long resent;
    long accepted;
    long delivered;
    long repeated;
    long outOfOrder;
    long disconnects;

    void answered(long micros) {
        answers.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
    }

    void delivered(long micros) {
        deliveries.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
    }

    void refused(String code) {
        refusals.merge(code, 1L, Long::sum);
    }

    void add(Tally other) {
        answers.add(other.answers);
        deliveries.add(other.deliveries);
        other.refusals.forEach((code, times) -> refusals.merge(code, times, Long::sum));
        sent += other.sent;
        resent += other.resent;
        accepted += other.accepted;
        delivered += other.delivered;
        repeated += other.repeated;
        outOfOrder += other.outOfOrder;
        disconnects += other.disconnects;
    }
}
