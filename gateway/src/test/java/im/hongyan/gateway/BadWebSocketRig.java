package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.WebSocketClient;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Ping;
import java.util.Map;

/** Bad input at the HTTP port. */
abstract class BadWebSocketRig extends BadInputRig {

    BadWebSocketRig() {
        super(Map.of(
                "hongyan.gateway.session.hello-deadline", "6s",
                "hongyan.gateway.transport.frame-deadline", "5s",
                "hongyan.gateway.transport.request-deadline", "5s",
                "server.netty.idle-timeout", "2s",
                "hongyan.gateway.transport.allowed-origins", "https://chat.example,http://localhost:5173"));
    }

    @Override
    void assertUnharmed() {
        try (WebSocketClient client = WebSocketClient.binary(gateway.webSocket())) {
            client.send(hello());
            await(client, FrameType.WELCOME);
            client.send(new Frame(FrameType.PING, 3, Ping.getDefaultInstance()));
            assertThat(await(client, FrameType.PONG).requestId()).isEqualTo(3);
        }
    }
}
