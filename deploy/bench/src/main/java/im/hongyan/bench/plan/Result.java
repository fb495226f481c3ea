package im.hongyan.bench.plan;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a round of load showed. Counts are of the whole round, latencies of its measured part only.
 *
 * @param answers microseconds from the planned time to ACCEPTED
 * @param deliveries microseconds from the planned time to each DELIVER
 * @param refusals by code
 * @param sentMeasured sends planned in the measured part; likewise accepted and delivered
 * @param lost accepted messages that a receiver did not get, once for each receiver
 * @param repeated deliveries of what a device already had
 * @param outOfOrder deliveries below a sequence that the device already had
 * @param unanswered sends without any answer at the end of the drain
 */
public record Result(
        Histogram answers,
        Histogram deliveries,
        Map<String, Long> refusals,
        long sent,
        long accepted,
        long delivered,
        long sentMeasured,
        long acceptedMeasured,
        long deliveredMeasured,
        long lost,
        long repeated,
        long outOfOrder,
        long unanswered,
        long disconnects) {

    /** Whether messages were accepted, and every one was answered and got to everybody once and in order. */
    public boolean clean() {
        return accepted > 0 && lost == 0 && repeated == 0 && outOfOrder == 0 && unanswered == 0;
    }
}
