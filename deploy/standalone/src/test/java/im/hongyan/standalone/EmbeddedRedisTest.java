package im.hongyan.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.local.Purpose;
import im.hongyan.local.RedisServer;
import im.hongyan.local.machine.OwnedProcess;
import im.hongyan.local.machine.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {

    @TempDir
    Path folder;

    @Test
    void keepsItsDataOverAStopAndAKill() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
            assertThat(ask(redis, "SET goose flies")).startsWith("+OK");
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
            assertThat(ask(redis, "GET goose")).contains("flies");
            redis.server().kill();
            awaitAnother(redis);
            assertThat(ask(redis, "GET goose")).contains("flies");
        }
    }

    @Test
    void endsTheRedisThatAKilledServerHasLeft() {
        EmbeddedRedis first = EmbeddedRedis.start(folder);
        OwnedProcess left = first.server().process().orElseThrow();
        try (EmbeddedRedis second = EmbeddedRedis.start(folder)) {
            assertThat(left.alive()).isFalse();
            assertThat(second.server().alive()).isTrue();
        } finally {
            first.close();
        }
    }

    @Test
    void stopsWithItsServer() {
        EmbeddedRedis redis = EmbeddedRedis.start(folder);
        OwnedProcess process = redis.server().process().orElseThrow();
        redis.close();
        assertThat(process.alive()).isFalse();
        assertThat(new RedisServer(folder, 1, Purpose.EMBEDDED).alive()).isFalse();
    }

    private static String ask(EmbeddedRedis redis, String command) throws IOException {
        byte[] answer = Probe.ask(redis.server().port(), command + "\r\nQUIT\r\n", 64);
        return new String(answer, StandardCharsets.US_ASCII);
    }

    private static void awaitAnother(EmbeddedRedis redis) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                ask(redis, "PING");
                return;
            } catch (IOException notYet) {
                OwnedProcess.pause();
            }
        }
        ask(redis, "PING");
    }
}
