package im.hongyan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hongyan.bench.relay.Relay;
import im.hongyan.local.machine.OwnedProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void reportsARoundAndComparesItWithTheRelay() throws IOException {
        try (Relay server = new Relay(0)) {
            int exitCode = execute(
                    "direct",
                    "--tcp-port=" + server.port(),
                    "--pid=server=" + ProcessHandle.current().pid(),
                    "--pairs=2",
                    "--rate=200",
                    "--warm-up=0",
                    "--duration=1",
                    "--rounds=2",
                    "--against-relay",
                    "--json");
            assertThat(exitCode).as(err.toString()).isZero();
        }
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("clean").asBoolean()).isTrue();
        assertThat(report.at("/shape/pairs").asInt()).isEqualTo(2);
        List<String> servers = new ArrayList<>();
        report.get("rounds").forEach(round -> servers.add(round.get("server").asText()));
        assertThat(servers).containsExactly("hongyan", "relay", "hongyan", "relay");
        JsonNode round = report.at("/rounds/2");
        assertThat(round.get("deliveredPerSecond").asDouble()).isBetween(150.0, 250.0);
        assertThat(round.at("/deliveryMicros/p50").asLong()).isPositive();
        assertThat(round.at("/cpuSeconds/server").asDouble()).isPositive();
        assertThat(report.at("/medians/relay/deliveredPerSecond").asDouble()).isPositive();
        assertThat(report.at("/toRelay/deliveredPerSecond").asDouble()).isBetween(0.8, 1.25);
    }

    @Test
    void holdsIdleConnections() throws IOException {
        try (Relay server = new Relay(0)) {
            int exitCode =
                    execute("idle", "--tcp-port=" + server.port(), "--connections=300", "--duration=1", "--json");
            assertThat(exitCode).isZero();
        }
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("connections").asInt()).isEqualTo(300);
        assertThat(report.get("disconnects").asInt()).isZero();
        assertThat(report.get("connectedPerSecond").asInt()).isPositive();
    }

    @Test
    void countsEachLivingProcessOfAClusterOnceAndNoneThatHasEnded(@TempDir Path folder) throws IOException {
        OwnedProcess busy = OwnedProcess.spawn(
                List.of("sh", "-c", "while :; do :; done"), folder, Map.of(), folder.resolve("busy.log"));
        try (Relay server = new Relay(0)) {
            note(busy, folder, "mariadb", "mariadb");
            // What MariaDB itself notes: the same process, without the mark of its start.
            Files.writeString(folder.resolve("mariadb/mariadbd.pid"), busy.pid() + "\n");
            note(new OwnedProcess(busy.pid(), "1"), folder, "gateway-1", "gateway");
            int exitCode = execute(
                    "direct",
                    "--tcp-port=" + server.port(),
                    "--cluster=" + folder,
                    "--pairs=1",
                    "--rate=100",
                    "--warm-up=0",
                    "--duration=1",
                    "--json");
            assertThat(exitCode).as(err.toString()).isZero();
        } finally {
            busy.kill();
        }
        JsonNode used = new ObjectMapper().readTree(out.toString()).at("/rounds/0/cpuSeconds");
        assertThat(used.fieldNames()).toIterable().containsExactly("mariadb");
        assertThat(used.get("mariadb").asDouble()).isPositive();
    }

    private static void note(OwnedProcess process, Path cluster, String name, String role) throws IOException {
        process.write(Files.createDirectories(cluster.resolve(name)).resolve(role + ".pid"));
    }

    @Test
    void refusesAFolderWithoutARunningCluster(@TempDir Path folder) throws IOException {
        try (Relay server = new Relay(0)) {
            assertThat(execute("direct", "--tcp-port=" + server.port(), "--cluster=" + folder))
                    .isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(execute(
                            "idle",
                            "--tcp-port=" + server.port(),
                            "--cluster=" + folder.resolve("none"),
                            "--duration=1"))
                    .isEqualTo(CommandLine.ExitCode.USAGE);
        }
        assertThat(err.toString()).contains("nothing runs in " + folder);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(execute()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("direct, group, idle or relay");
    }

    @Test
    void refusesTwoPaces() {
        assertThat(execute("direct", "--rate=1", "--in-flight=1")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct --pairs=0",
                "direct --in-flight=0",
                "direct --rate=0",
                "direct --rate=NaN",
                "direct --duration=0",
                "direct --warm-up=-1",
                "direct --rounds=0",
                "direct --bytes=0",
                "direct --threads=0",
                "direct --tcp-port=0",
                "direct --pid=x=y",
                "direct --pid=x=999999999",
                "group --groups=0",
                "group --members=1",
                "idle --connections=0",
                "idle --duration=0",
                "relay --tcp-port=65536"
            })
    void refusesWhatCannotBeMeasured(String line) {
        assertThat(execute(line.split(" ", -1))).as(err.toString()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("Exception");
    }

    private int execute(String... args) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }
}
