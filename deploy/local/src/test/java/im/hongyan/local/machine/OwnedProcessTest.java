package im.hongyan.local.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedProcessTest {

    @TempDir
    Path folder;

    @Test
    void survivesBeingWrittenDown() {
        OwnedProcess process = sleeper();
        process.write(folder.resolve("pid"));
        assertThat(OwnedProcess.read(folder.resolve("pid"))).contains(process);
        process.kill();
    }

    @Test
    void neverSignalsAnotherProgramUnderTheSameId() {
        OwnedProcess process = sleeper();
        new OwnedProcess(process.pid(), "1").kill();
        assertThat(process.alive()).isTrue();
        process.kill();
        assertThat(process.alive()).isFalse();
    }

    @Test
    void endsByForceWhatIgnoresTheFirstRequest() throws Exception {
        Path ready = folder.resolve("ready");
        OwnedProcess stubborn = spawn("trap '' TERM; : > ready; while :; do sleep 0.1; done");
        while (!Files.exists(ready)) {
            OwnedProcess.pause();
        }
        stubborn.end(Duration.ofMillis(200));
        assertThat(stubborn.alive()).isFalse();
    }

    @Test
    void treatsANoteThatIsCutShortAsNone() throws Exception {
        Path note = Files.writeString(folder.resolve("pid"), "12");
        assertThat(OwnedProcess.read(note)).isEmpty();
        assertThat(OwnedProcess.read(folder.resolve("absent"))).isEmpty();
    }

    private OwnedProcess sleeper() {
        return spawn("exec sleep 60");
    }

    private OwnedProcess spawn(String script) {
        return OwnedProcess.spawn(List.of("sh", "-c", script), folder, Map.of(), folder.resolve("log"));
    }
}
