package im.hongyan.core.rig;

import im.hongyan.link.redis.Redis;
import im.hongyan.link.redis.RedisProperties;
import im.hongyan.local.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;

/** One connection to the shared test Redis, emptied when asked for. */
public final class TestRedis {
    private static final StatefulRedisConnection<String, byte[]> CONNECTION =
            Redis.connect(RedisProperties.of(TestServers.redis())).connection();
    private static final RedisClient CLIENT = RedisClient.create(TestServers.redis());

    private TestRedis() {}

    public static StatefulRedisConnection<String, byte[]> connection() {
        return CONNECTION;
    }

    public static StatefulRedisConnection<String, byte[]> empty() {
        CONNECTION.sync().flushall();
        return CONNECTION;
    }

    /** Freezes the server: it takes commands and answers when the time is over. */
    public static void pause(Duration time) {
        CLIENT.connect().sync().clientPause(time.toMillis());
    }

    /** Returns when the server answers again. */
    public static void awaitAnswer() {
        CLIENT.connect().sync().ping();
    }
}
