package im.hongyan.core.rig;

import im.hongyan.link.redis.Redis;
import im.hongyan.link.redis.RedisProperties;
import im.hongyan.local.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;

/** One connection to the shared test Redis, emptied when asked for. */
public final class TestRedis {
    private static final StatefulRedisConnection<String, byte[]> CONNECTION =
            Redis.connect(RedisProperties.of(TestServers.redis())).connection();
    private static final Duration HELD_AT_MOST = Duration.ofMinutes(2);
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

    /** From now on the server takes commands that write and answers them after {@link #goOn}. */
    public static void holdWrites() {
        client("PAUSE", Long.toString(HELD_AT_MOST.toMillis()), "WRITE");
    }

    public static void goOn() {
        client("UNPAUSE");
    }

    private static void client(String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(arguments::add);
        CLIENT.connect().sync().dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8), arguments);
    }
}
