package im.hongyan.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.wire.frame.Window;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SessionPropertiesTest {

    private static SessionProperties with(String name, String value) {
        return new Binder(new MapConfigurationPropertySource(Map.of("hongyan.gateway.session." + name, value)))
                .bindOrCreate("hongyan.gateway.session", SessionProperties.class);
    }

    @ParameterizedTest
    @CsvSource({
        "limits.sends-in-flight, 0",
        "limits.sends-in-flight, 10001",
        "limits.send-bytes, 0B",
        "limits.send-bytes, 3GB",
        "limits.pings-per-second, 0",
        "window.max-bytes, 3GB",
        "window.bytes, 1KB",
        "hello-deadline, 0s",
        "idle, 30s"
    })
    void namesThePropertyThatIsOutOfItsBounds(String name, String value) {
        String group = name.startsWith("window") ? "window" : name;
        assertThatThrownBy(() -> with(name, value))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining("hongyan.gateway.session." + group);
    }

    @Test
    void theLargestBytesDoNotOverflow() {
        SessionProperties properties = with("limits.send-bytes", "1GB");
        long[] asked = new long[1];
        Demand demand = new Demand(more -> asked[0] += more, properties.limits());

        demand.ask(0);

        assertThat(asked[0]).isPositive();
        assertThat(with("window.max-bytes", "1GB")
                        .window()
                        .grant(Window.newBuilder().setBytes(-1).build())
                        .getBytes())
                .isEqualTo(1 << 30);
    }
}
