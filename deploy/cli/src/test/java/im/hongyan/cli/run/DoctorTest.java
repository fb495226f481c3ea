package im.hongyan.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import im.hongyan.cli.ExitCode;
import im.hongyan.cli.HongyanCommand;
import im.hongyan.local.machine.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DoctorTest {

    @Test
    void looksAtTheMachineAndSaysHowToStartAServerWhereNoneIs() throws IOException {
        Run run = doctor(Ports.free());
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.json().get("findings"))
                .extracting(finding -> finding.get("check").asText())
                .contains("java", "maven", "redis", "rabbitmq", "mariadb", "disk", "open files", "server");
        assertThat(run.finding("java").get("level").asText()).isEqualTo("ok");
        assertThat(run.finding("java").get("found").asText()).contains(System.getProperty("java.home"));
        assertThat(run.finding("server").get("level").asText()).isEqualTo("warn");
        assertThat(run.finding("server").get("remedy").asText()).contains("./hongyan start");
        assertThat(run.finding("http port").get("found").asText()).contains("free");
    }

    @Test
    void endsWithOneWhenTheServerIsNotHealthy() throws IOException {
        HttpServer sick = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sick.createContext("/actuator/health", exchange -> {
            byte[] body = "{\"status\":\"DOWN\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        sick.start();
        try {
            Run run = doctor(sick.getAddress().getPort());
            assertThat(run.code()).isEqualTo(ExitCode.UNEXPECTED);
            assertThat(run.finding("server").get("level").asText()).isEqualTo("bad");
            assertThat(run.finding("server").get("found").asText())
                    .contains("503")
                    .contains("DOWN");
        } finally {
            sick.stop(0);
        }
    }

    @Test
    void asksAGatewayOnItsManagementPort() throws IOException {
        int http = Ports.freeWith(ClusterPorts.MANAGEMENT_DISTANCE);
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), http), 0);
        HttpServer management = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), http + ClusterPorts.MANAGEMENT_DISTANCE), 0);
        management.createContext("/actuator/health", exchange -> {
            byte[] body = "{\"status\":\"UP\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        gateway.start();
        management.start();
        try {
            assertThat(doctor(http).finding("server").get("level").asText()).isEqualTo("ok");
        } finally {
            gateway.stop(0);
            management.stop(0);
        }
    }

    @Test
    void findsTheDiskOfAFolderThatIsNotThereYet() {
        assertThat(new MachineChecks(Path.of("/no/such/folder")).all())
                .filteredOn(finding -> finding.name().equals("disk"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("GiB free"));
    }

    private static Run doctor(int httpPort) throws IOException {
        StringWriter out = new StringWriter();
        int code = HongyanCommand.commandLine(new PrintWriter(out), new PrintWriter(new StringWriter()))
                .execute("doctor", "--json", "--http-port", Integer.toString(httpPort), "--tcp-port", "1");
        return new Run(code, new ObjectMapper().readTree(out.toString()));
    }

    private record Run(int code, JsonNode json) {
        JsonNode finding(String name) {
            return StreamSupport.stream(json.get("findings").spliterator(), false)
                    .filter(finding -> finding.get("check").asText().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
