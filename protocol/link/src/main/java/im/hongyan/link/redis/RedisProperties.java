package im.hongyan.link.redis;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of the connection to Redis.
 *
 * @param uri {@code redis://[:password@]host:port[/database]} or {@code rediss://…}
 * @param commandTimeout after which a command fails
 * @param queuedCommands commands without an answer at the most; beyond it a command fails at once
 * @param longestReconnectPause between two attempts to connect again
 * @param startTimeout how long the start waits for a Redis that is not there yet
 */
@ConfigurationProperties("hongyan.redis")
public record RedisProperties(
        @DefaultValue("redis://localhost:6379") String uri,
        @DefaultValue("2s") Duration commandTimeout,
        @DefaultValue("10000") int queuedCommands,
        @DefaultValue("1s") Duration longestReconnectPause,
        @DefaultValue("60s") Duration startTimeout) {

    public RedisProperties {
        if (commandTimeout.toMillis() < 1 || longestReconnectPause.toMillis() < 1 || startTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "hongyan.redis.command-timeout and longest-reconnect-pause must be at least 1ms");
        }
        if (queuedCommands < 1) {
            throw new IllegalArgumentException("hongyan.redis.queued-commands must be at least 1");
        }
    }

    /** What holds for a Redis at this address when nothing else is configured. */
    public static RedisProperties of(String uri) {
        return new RedisProperties(uri, Duration.ofSeconds(2), 10_000, Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
}
