package im.hongyan.bench.plan;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a round of load showed. Counts are of the whole round, latencies of its measured part only.
 *
 * @param answers microseconds from the planned time of a message's first send to its ACCEPTED
 * @param deliveries microseconds from the planned time to each DELIVER
 * @param refusals by code, of repeated sends too
 * @param sent messages, however often each was sent
 * @param resent how often one was sent again after a refusal that was not final
 * @param sentMeasured messages planned in the measured part; likewise accepted and delivered
 * @param lost accepted messages that a receiver did not get, once for each receiver
 * @param repeated messages that came to a device under a second sequence; one that comes again under its own is not counted
 * @param outOfOrder deliveries below a sequence that the device already had
 * @param unanswered messages that were neither accepted nor refused for good at the end of the drain
 */
public record Result(
        Histogram answers,
        Histogram deliveries,
        Map<String, Long> refusals,
        long sent,
        long resent,
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
