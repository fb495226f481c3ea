package im.hongyan.local;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.local.machine.OwnedProcess;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeashTest {

    @Test
    void endsTheServersOfAJvmThatIsKilled() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        OwnedProcess server;
        Path folder;
        try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
            folder = Path.of(out.readLine());
            server = OwnedProcess.read(folder.resolve("redis.pid")).orElseThrow();
            assertThat(server.alive()).isTrue();
            jvm.destroyForcibly();
            assertThat(jvm.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.awaitEnd(Duration.ofSeconds(10))).isTrue();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Files.exists(folder) && System.nanoTime() < deadline) {
            OwnedProcess.pause();
        }
        assertThat(folder).doesNotExist();
    }

    /** Starts a server and then does nothing until it is killed. */
    static final class Owner {
        public static void main(String[] arguments) throws InterruptedException {
            RedisServer server = TestServers.newRedis();
            System.out.println(server.folder());
            Thread.sleep(Duration.ofMinutes(1).toMillis());
        }
    }
}
