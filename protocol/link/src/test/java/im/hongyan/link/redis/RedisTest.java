package im.hongyan.link.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.link.fault.FaultProxy;
import im.hongyan.local.RedisServer;
import im.hongyan.local.TestServers;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class RedisTest {
    private static final Duration QUICK = Duration.ofSeconds(1);
    /** For what must happen at some time: a slow machine is no fault. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RedisProperties properties(String uri, Duration startTimeout) {
        return new RedisProperties(uri, Duration.ofMillis(500), 100, Duration.ofMillis(200), startTimeout);
    }

    @Test
    void failsAtOnceWhileRedisIsAwayAndComesBackByItself() throws InterruptedException {
        try (RedisServer server = TestServers.newRedis();
                Redis redis = Redis.connect(properties(server.uri(), QUICK))) {
            redis.connection().sync().set("k", "v".getBytes(StandardCharsets.UTF_8));
            server.kill();
            assertThat(redis.connection().async().get("k").toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(RedisException.class);
            server.start();
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (!redis.connection().isOpen() && System.nanoTime() < giveUp) {
                Thread.sleep(20);
            }
            assertThat(redis.connection().sync().ping()).isEqualTo("PONG");
        }
    }

    @Test
    void givesUpACommandOfAFrozenRedisAndBoundsTheOthers() {
        try (RedisServer server = TestServers.newRedis();
                Redis redis = Redis.connect(properties(server.uri(), QUICK))) {
            server.freeze();
            CompletableFuture<?>[] commands = new CompletableFuture<?>[101];
            for (int i = 0; i < commands.length; i++) {
                commands[i] = redis.connection().async().get("k").toCompletableFuture();
            }
            // Refused, which is not the same as given up after the timeout.
            assertThat(commands[100]).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("size exceeded");
            assertThat(commands[0]).failsWithin(PATIENCE);
            server.thaw();
        }
    }

    @Test
    void aConnectionThatEndsUnderAScriptIsAnErrorOfRedis() {
        try (RedisServer server = TestServers.newRedis();
                FaultProxy proxy = new FaultProxy(server.port());
                Redis redis = Redis.connect(properties("redis://127.0.0.1:" + proxy.port(), QUICK))) {
            LuaScript<Long> script = LuaScript.load(RedisTest.class, "one.lua", ScriptOutputType.INTEGER);
            assertThat(script.run(redis.connection(), new String[] {"k"}).block(PATIENCE))
                    .isOne();
            proxy.hold();
            CompletableFuture<Long> answer =
                    script.run(redis.connection(), new String[] {"k"}).toFuture();
            proxy.cut();
            assertThat(answer).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(RedisException.class);
            proxy.release();
        }
    }

    /** The client takes a short lock for every command, and a watch for blocking calls that struck there would ruin it for good. */
    @Test
    void eventLoopsShareTheConnection() {
        Scheduler loops = Schedulers.newParallel("loop", 8);
        try (RedisServer server = TestServers.newRedis();
                Redis redis = Redis.connect(new RedisProperties(server.uri(), PATIENCE, 10_000, QUICK, PATIENCE))) {
            Flux<Long> commands = Flux.defer(() -> Flux.range(0, 2_500)
                    .flatMap(i ->
                            Mono.fromFuture(redis.connection().async().incr("k").toCompletableFuture())));
            Long answers = Flux.range(0, 8)
                    .flatMap(loop -> commands.subscribeOn(loops))
                    .count()
                    .block(PATIENCE);
            assertThat(answers).isEqualTo(20_000);
        } finally {
            loops.dispose();
        }
    }

    @Test
    void waitsForARedisThatStartsLater() {
        try (RedisServer server = TestServers.newRedis()) {
            server.kill();
            CompletableFuture<Redis> connecting = CompletableFuture.supplyAsync(
                    () -> Redis.connect(properties(server.uri(), Duration.ofSeconds(20))));
            assertThat(connecting).isNotCompleted();
            server.start();
            try (Redis redis = connecting.join()) {
                assertThat(redis.connection().sync().ping()).isEqualTo("PONG");
            }
        }
    }

    @Test
    void givesUpTheStartWithoutRedis() {
        try (RedisServer server = TestServers.newRedis()) {
            server.kill();
            assertThatThrownBy(() -> Redis.connect(properties(server.uri(), Duration.ofMillis(300))))
                    .isInstanceOf(RedisConnectionException.class);
        }
    }
}
