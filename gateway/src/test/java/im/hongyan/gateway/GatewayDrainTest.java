package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.RawWebSocket;
import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.gateway.transport.TestClient;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
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

    @Test
    void finishesWhatIsUnderWayAndSendsNewcomersElsewhere() {
        GatewayContext leaving = GatewayContext.start(Map.of(
                "hongyan.gateway.session.drain.grace", "60s", "hongyan.gateway.transport.connections.total", "1"));
        try (TestClient client = TcpClient.connect(leaving.tcp())) {
            client.send(GatewayContext.hello("dora"));
            await(client, FrameType.WELCOME);
            var held = leaving.core().holds();
            client.send(send());
            ConnectionContract.eventually(() -> leaving.core().waiting() == 1);

            try (TestClient oneTooMany = TcpClient.connect(leaving.tcp())) {
                Problem refused = (Problem) await(oneTooMany, FrameType.ERROR).body();
                assertThat(refused.getCode()).isEqualTo("TOO_MANY_CONNECTIONS");
                assertThat(refused.getRetryable()).isTrue();
                assertThat(refused.getRetryAfterMillis()).isPositive();
                assertThat(oneTooMany.isClosedWithin(PATIENCE)).isTrue();
            }
            Thread stopping = Thread.ofPlatform().start(leaving::close);
            await(client, FrameType.GOODBYE);
            try (RawWebSocket newcomer = RawWebSocket.ask(leaving.webSocket(), "/ws", RawWebSocket.GOOD)) {
                assertThat(newcomer.status()).isEqualTo(503);
                assertThat(newcomer.response())
                        .contains("\"code\":\"DRAINING\"")
                        .containsPattern("(?i)retry-after: [1-9]");
            }
            held.tryEmitEmpty();
            await(client, FrameType.ACCEPTED);
            assertThat(client.isClosedWithin(PATIENCE)).isTrue();
            assertThat(joins(stopping)).isTrue();
        }
    }

    private static Frame send() {
        return new Frame(
                FrameType.SEND,
                2,
                Send.newBuilder()
                        .setPeer("bob")
                        .setClientMessageId(Ids.newClientMessageId())
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText("the last one")))
                        .build());
    }

    private static boolean joins(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(60));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
