package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A socket that takes nothing for too long, for real. */
@Timeout(180)
@ExtendWith(LeakFree.class)
class SlowConsumerTest {
    @Test
    void isEndedAndLeavesNothing() {
        try (GatewayContext gateway = GatewayContext.start(Map.of("hongyan.gateway.session.unwritable", "1s"));
                TcpClient stuck = TcpClient.connect(gateway.tcp())) {
            stuck.send(GatewayContext.hello("stuck"));
            await(stuck, FrameType.WELCOME);
            MeterRegistry meters = gateway.get(MeterRegistry.class);

            for (int i = 0; i < 2_000; i++) {
                Message message = gateway.core()
                        .store(
                                "d:peer:stuck",
                                "peer",
                                Send.newBuilder()
                                        .setClientMessageId("c" + i)
                                        .setContent(Content.newBuilder()
                                                .setText(Text.newBuilder().setText("x".repeat(8_000))))
                                        .build());
                gateway.get(EventsDouble.class).tell(gateway.get(Node.class).name(), CoreDouble.stored(message));
            }

            ConnectionContract.eventually(() -> gateway.get(SessionRegistry.class)
                    .ofUser("default", "stuck")
                    .isEmpty());
            assertThat(meters.get(Refusals.METER)
                            .tag("code", "SLOW_CONSUMER")
                            .counter()
                            .count())
                    .isEqualTo(1);
            ConnectionContract.eventually(
                    () -> meters.get("hongyan.gateway.connections").gauge().value() == 0);
            ConnectionContract.eventually(
                    () -> meters.get("hongyan.gateway.outbox.held").gauge().value() == 0);
        }
    }
}
