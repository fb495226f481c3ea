package im.hongyan.bench.plan;

import java.time.Duration;
import java.util.List;

/**
 * One round of load.
 *
 * @param warmUp sent like the rest, but not measured
 * @param measured the time that figures are of
 * @param textBytes length of the text of each message
 */
public record Plan(List<Target> targets, Pace pace, Duration warmUp, Duration measured, int textBytes) {}
