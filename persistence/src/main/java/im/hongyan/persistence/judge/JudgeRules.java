package im.hongyan.persistence.judge;

/**
 * When open numbers become void.
 *
 * @param holeNanos a hole that has been open this long
 * @param jump a hole of so many numbers, at once: a counter was seeded anew, there never was a backlog of this length
 * @param holes with more holes than this in one conversation, all of them at once: memory is bounded
 */
public record JudgeRules(long holeNanos, long jump, int holes) {}
