package im.hongyan.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.e2e.world.Verb;
import im.hongyan.e2e.world.Waiting;
import im.hongyan.local.LocalServer;
import im.hongyan.local.machine.OwnedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code start} and Ctrl-C. */
@Timeout(600)
class StartStoryTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    /** 128 and the number of SIGINT. */
    private static final int INTERRUPTED = 130;

    @TempDir
    Path folder;

    @Test
    void endsInGoodOrderOnCtrlC() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Path data = folder.resolve("data");
        Process server = new ProcessBuilder(
                        onTerminal(Verb.command("start", "--http-port=0", "--tcp-port=0", "--json", "--data=" + data)))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(Waiting.until(LONG, () -> text(out).contains("\"ready\":true")))
                    .as(text(err))
                    .isTrue();
            List<OwnedProcess> redis = LocalServer.running(data).getOrDefault("redis", List.of());
            assertThat(redis).hasSize(1);
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
            assertThat(server.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(INTERRUPTED);
            assertThat(text(err)).contains("stopping");
            assertThat(text(out) + text(err)).doesNotContain("Exception");
            assertThat(redis.getFirst().awaitEnd(LONG)).as("Redis is gone").isTrue();
        } finally {
            server.destroyForcibly();
        }
    }

    /** A build that runs in a shell's background ignores SIGINT, and so would all that it starts. */
    private static List<String> onTerminal(List<String> command) {
        List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT"));
        all.addAll(command);
        return all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
