package im.hongyan.gateway.transport.port;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.GatewayContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OpenPortTest {

    // B27
    @Test
    void warnsOfPortsWithoutTlsThatOthersCanReach(CapturedOutput output) {
        try (GatewayContext open = GatewayContext.start(Map.of("hongyan.gateway.transport.tcp-host", "0.0.0.0"))) {
            assertThat(open.httpPort()).isPositive();
        }
        assertThat(output.getOut().lines())
                .anyMatch(line -> line.contains(" WARN ")
                        && line.contains("TCP: without TLS")
                        && line.contains("hongyan.gateway.transport.tls-bundle"))
                .anyMatch(line -> line.contains(" WARN ")
                        && line.contains("HTTP and WebSocket: without TLS")
                        && line.contains("server.ssl"));
    }

    @Test
    void saysNothingOnLoopback(CapturedOutput output) {
        try (GatewayContext local = GatewayContext.start(Map.of("server.address", "127.0.0.1"))) {
            assertThat(local.httpPort()).isPositive();
        }
        assertThat(output.getOut()).doesNotContain("without TLS");
    }
}
