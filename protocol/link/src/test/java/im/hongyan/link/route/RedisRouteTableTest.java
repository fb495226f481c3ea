package im.hongyan.link.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.link.redis.Redis;
import im.hongyan.link.redis.RedisProperties;
import im.hongyan.local.TestServers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisRouteTableTest extends RouteTableContract {
    private static Redis redis;
    private static RouteTable table;

    @BeforeAll
    static void connect() {
        redis = Redis.connect(RedisProperties.of(TestServers.redis() + "/5"));
        table = new RedisRouteTable(redis.connection(), new RouteProperties(Duration.ofMillis(600)));
    }

    @AfterAll
    static void close() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.connection().sync().flushdb();
    }

    @Override
    protected RouteTable table() {
        return table;
    }

    @Test
    void survivesThatRedisForgetsItsScripts() {
        table.register(PHONE).block(PATIENCE);
        redis.connection().sync().scriptFlush();
        assertThat(devicesOf("alice")).containsExactly(PHONE);
        table.remove(PHONE).block(PATIENCE);
        assertThat(devicesOf("alice")).isEmpty();
    }

    @Test
    void leavesNoKeyBehind() throws InterruptedException {
        table.register(PHONE).block(PATIENCE);
        table.join(List.of(GROUP_ON_1)).block(PATIENCE);
        Thread.sleep(table.timeToLive().toMillis() + 200);
        assertThat(redis.connection().sync().dbsize()).isZero();
    }

    @Test
    void refusesADeviceThatWouldBreakAnEntry() {
        RouteTable.DeviceRoute odd = new RouteTable.DeviceRoute("t", "alice", "a/b", "node:1", "s");
        assertThatThrownBy(() -> table.register(odd).block(PATIENCE)).isInstanceOf(IllegalArgumentException.class);
    }
}
