package im.hongyan.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.transport.Endpoint;
import im.hongyan.e2e.world.StandaloneProcess;
import im.hongyan.e2e.world.Verb;
import im.hongyan.e2e.world.Waiting;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people talk; the server is killed in the middle, they type on, it comes back. */
@Timeout(600)
class ChatStoryTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void showsEveryLineOnceAndItsFate() throws IOException, InterruptedException {
        try (StandaloneProcess server = new StandaloneProcess();
                Chat alice = new Chat(server, "alice", "bob");
                Chat bob = new Chat(server, "bob", "alice")) {
            alice.type("one");
            bob.awaitLine("alice: one");
            alice.awaitLine("✓✓ read");
            bob.type("two");
            alice.awaitLine("bob: two");
            server.kill();
            alice.awaitTalk("not connected");
            bob.awaitTalk("not connected");
            alice.type("three");
            bob.type("four");
            server.start();
            bob.awaitLine("alice: three");
            alice.awaitLine("bob: four");
            alice.type("five");
            bob.awaitLine("alice: five");
            alice.awaitFate(3, "bob");
            bob.awaitFate(2, "alice");
            assertThat(alice.leave()).isZero();
            assertThat(bob.leave()).isZero();
            assertThat(bob.said("alice")).containsExactly("one", "three", "five");
            assertThat(alice.said("bob")).containsExactly("two", "four");
        }
    }

    private final class Chat implements AutoCloseable {
        private final Process process;
        private final BufferedWriter keyboard;
        private final Path out;
        private final Path err;

        Chat(StandaloneProcess server, String user, String peer) throws IOException {
            out = folder.resolve(user + ".out");
            err = folder.resolve(user + ".err");
            Endpoint tcp = server.tcp().getFirst();
            process = new ProcessBuilder(
                            Verb.command("chat", "--user=" + user, "--to=" + peer, "--tcp-port=" + tcp.port()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            keyboard = process.outputWriter(StandardCharsets.UTF_8);
            awaitTalk("— " + peer + " —");
        }

        void type(String line) throws IOException {
            keyboard.write(line + "\n");
            keyboard.flush();
        }

        void awaitLine(String part) {
            await(out, part);
        }

        void awaitTalk(String part) {
            await(err, part);
        }

        /** Everything that was typed here is shown as accepted, delivered and read. */
        void awaitFate(int messages, String peer) {
            List<String> names = lines(out).stream()
                    .filter(line -> line.contains("… sending "))
                    .map(line -> line.replaceFirst(".*sending ", ""))
                    .toList();
            assertThat(names).hasSize(messages).doesNotHaveDuplicates();
            for (String name : names) {
                awaitLine("✓ accepted " + name);
                await("✓✓ delivered", name, " to " + peer);
                await("✓✓ read", name, " by " + peer);
            }
        }

        private void await(String mark, String name, String whom) {
            assertThat(Waiting.until(
                            LONG,
                            () -> lines(out).stream()
                                    .anyMatch(
                                            line -> line.contains(mark) && line.contains(name) && line.endsWith(whom))))
                    .as("%s %s%s in %s", mark, name, whom, lines(out))
                    .isTrue();
        }

        private void await(Path file, String part) {
            assertThat(Waiting.until(LONG, () -> lines(file).stream().anyMatch(line -> line.contains(part))))
                    .as("%s in %s and %s", part, lines(out), lines(err))
                    .isTrue();
        }

        /** What this chat showed of somebody, in its order. */
        List<String> said(String user) {
            String before = " " + user + ": ";
            return lines(out).stream()
                    .filter(line -> line.contains(before))
                    .map(line -> line.substring(line.indexOf(before) + before.length()))
                    .toList();
        }

        int leave() throws IOException, InterruptedException {
            type("/quit");
            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        private static List<String> lines(Path file) {
            try {
                return Files.readString(file).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
