package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.gateway.transport.TestClient;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a gateway leaves. */
@Timeout(180)
class GatewayDrainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void asksEverybodyToGoElsewhereWhenItStops() {
        GatewayContext leaving = GatewayContext.start(Map.of("hongyan.gateway.session.drain.reconnect-within", "3s"));
        try (TestClient client = TcpClient.connect(leaving.tcp())) {
            client.send(GatewayContext.hello("dora"));
            await(client, FrameType.WELCOME);

            Thread stopping = Thread.ofPlatform().start(leaving::close);

            Goodbye goodbye = (Goodbye) await(client, FrameType.GOODBYE).body();
            assertThat(goodbye.getCode()).isEqualTo("DRAINING");
            assertThat(goodbye.getReconnect()).isTrue();
            assertThat(goodbye.getReconnectAfterMillis()).isBetween(0L, 3_000L);
            assertThat(client.isClosedWithin(PATIENCE)).isTrue();
            assertThat(joins(stopping)).isTrue();
        }
    }

    private static boolean joins(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(60));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
