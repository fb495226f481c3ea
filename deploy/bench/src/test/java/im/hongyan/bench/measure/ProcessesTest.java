package im.hongyan.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessesTest {
    @Test
    void countsAProcessWithItsChildren() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "sh -c 'while :; do :; done' & wait").start();
        try {
            Processes processes = new Processes(Map.of("shell", List.of(shell.pid())));
            Processes.Cpu from = processes.cpu();
            TimeUnit.MILLISECONDS.sleep(700);
            Processes.Cpu to = processes.cpu();
            long used = to.byRole().getOrDefault("shell", 0L) - from.byRole().getOrDefault("shell", 0L);
            assertThat(used).isPositive().isLessThanOrEqualTo(to.machine() - from.machine());
            assertThat(processes.residentBytes())
                    .hasEntrySatisfying("shell", bytes -> assertThat(bytes).isPositive());
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    @Test
    void countsNothingOfAProcessThatHasEnded() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Processes processes = new Processes(Map.of("ended", List.of(ended.pid())));
        assertThat(processes.cpu().byRole()).containsEntry("ended", 0L);
    }
}
