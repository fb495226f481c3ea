package im.hongyan.persistence.message;

import im.hongyan.persistence.judge.JudgeRules;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The writer's bounds.
 *
 * @param prefetch unacknowledged batches of one shard at the most: the bound of what is held in memory
 * @param writers transactions at work at once; shards are spread over them
 * @param turnBatches batches of the broker in one transaction at the most
 * @param turnBytes their bytes in one transaction at the most
 * @param messageBytes a larger encoded message goes to the dead letters
 * @param timelines conversations that one writer keeps in memory; others are read again when they are written
 * @param holes open holes of one conversation; with more, all are closed at once
 * @param holeTime how long a number may stay open after a later one was stored
 * @param orphanTime how long holes may stay untouched before any process closes them
 * @param jump a gap of so many numbers is a counter seeded anew and becomes void at once
 * @param retryFirst the pause after the first failure of a transaction; it doubles
 * @param retryMost the longest such pause
 */
@ConfigurationProperties("hongyan.persistence.message")
public record MessageProperties(
        @DefaultValue("64") int prefetch,
        @DefaultValue("4") int writers,
        @DefaultValue("256") int turnBatches,
        @DefaultValue("4194304") long turnBytes,
        @DefaultValue("1048576") int messageBytes,
        @DefaultValue("50000") int timelines,
        @DefaultValue("256") int holes,
        @DefaultValue("5s") Duration holeTime,
        @DefaultValue("8s") Duration orphanTime,
        @DefaultValue("100000") long jump,
        @DefaultValue("100ms") Duration retryFirst,
        @DefaultValue("2s") Duration retryMost) {

    public MessageProperties {
        requireBetween("prefetch", prefetch, 1, 10_000);
        requireBetween("writers", writers, 1, 64);
        requireBetween("turn-batches", turnBatches, 1, 10_000);
        requireBetween("turn-bytes", turnBytes, 1_024, 67_108_864);
        requireBetween("message-bytes", messageBytes, 1_024, 8_388_608);
        requireBetween("timelines", timelines, 1, 10_000_000);
        requireBetween("holes", holes, 1, 100_000);
        requireBetween("hole-time (ms)", holeTime.toMillis(), 100, 60_000);
        requireBetween("orphan-time (ms)", orphanTime.toMillis(), holeTime.toMillis(), 600_000);
        requireBetween("jump", jump, 1_000, Long.MAX_VALUE);
        requireBetween("retry-first (ms)", retryFirst.toMillis(), 1, 10_000);
        requireBetween("retry-most (ms)", retryMost.toMillis(), retryFirst.toMillis(), 30_000);
    }

    JudgeRules rules() {
        return new JudgeRules(holeTime.toNanos(), jump, holes);
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "hongyan.persistence.message." + name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
