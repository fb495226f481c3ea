package im.hongyan.link.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of this process to Redis: text keys, binary values, commands pipelined. While Redis is away commands
 * fail at once instead of queueing, and the connection comes back by itself. Safe for concurrent use.
 */
public final class Redis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Redis.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final ClientResources resources;
    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;

    private Redis(ClientResources resources, RedisClient client, StatefulRedisConnection<String, byte[]> connection) {
        this.resources = resources;
        this.client = client;
        this.connection = connection;
    }

    /** Connects, waiting for a Redis that is still starting. Blocks: for start-up only. */
    public static Redis connect(RedisProperties properties) {
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(
                        Delay.exponential(FIRST_PAUSE, properties.longestReconnectPause(), 2, TimeUnit.MILLISECONDS))
                .build();
        RedisClient client = RedisClient.create(resources, RedisURI.create(properties.uri()));
        client.setOptions(options(properties));
        RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
        long giveUpNanos = System.nanoTime() + properties.startTimeout().toNanos();
        while (true) {
            try {
                return new Redis(resources, client, client.connect(codec));
            } catch (RedisConnectionException absent) {
                if (System.nanoTime() - giveUpNanos >= 0) {
                    close(client, resources);
                    throw absent;
                }
                log.warn("Redis does not answer yet, hongyan.redis.uri says where it is looked for");
                pause(properties.longestReconnectPause());
            }
        }
    }

    private static ClientOptions options(RedisProperties properties) {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(properties.queuedCommands())
                .timeoutOptions(TimeoutOptions.enabled(properties.commandTimeout()))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(properties.commandTimeout())
                        .tcpNoDelay(true)
                        .keepAlive(SocketOptions.KeepAliveOptions.builder()
                                .enable()
                                .idle(Duration.ofSeconds(5))
                                .interval(Duration.ofSeconds(3))
                                .count(3)
                                .build())
                        .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(Duration.ofSeconds(10))
                                .build())
                        .build())
                .build();
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for Redis", stopped);
        }
    }

    /** The connection. */
    public StatefulRedisConnection<String, byte[]> connection() {
        return connection;
    }

    @Override
    public void close() {
        connection.close();
        close(client, resources);
    }

    private static void close(RedisClient client, ClientResources resources) {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
