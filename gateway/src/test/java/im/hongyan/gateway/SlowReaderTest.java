package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Devices that do not read, on real sockets: nothing grows, nobody else waits, nothing is lost. */
@Timeout(180)
@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReaderTest {
    private static final int MESSAGES = 4_000;
    private static final int BYTES = 8_000;

    private GatewayContext gateway;

    @BeforeAll
    void start() {
        gateway = GatewayContext.start(Map.of("hongyan.gateway.session.unwritable", "60s"));
        gateway.core().member("slow", "team").member("quick", "team");
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private TcpClient login(String user) {
        TcpClient client = TcpClient.connect(gateway.tcp());
        client.send(GatewayContext.hello(user));
        await(client, FrameType.WELCOME);
        return client;
    }

    private void storeAndTell(int number) {
        Message message = gateway.core()
                .store(
                        "g:team",
                        "somebody",
                        Send.newBuilder()
                                .setClientMessageId("c" + number)
                                .setContent(Content.newBuilder()
                                        .setText(Text.newBuilder().setText("x".repeat(BYTES))))
                                .build());
        gateway.get(EventsDouble.class).tell(gateway.get(Node.class).name(), CoreDouble.stored(message));
    }

    private static long next(TcpClient client) {
        Frame frame = await(client, FrameType.DELIVER);
        return ((Deliver) frame.body()).getMessage().getSequence();
    }

    private double held() {
        return gateway.get(MeterRegistry.class)
                .get("hongyan.gateway.outbox.held")
                .gauge()
                .value();
    }

    private static long directBytes() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Test
    void aDeviceThatDoesNotReadIsServedFromTheLogLater() {
        try (TcpClient slow = login("slow");
                TcpClient quick = login("quick")) {
            long before = directBytes();
            double most = 0;
            for (int i = 1; i <= MESSAGES; i++) {
                storeAndTell(i);
                assertThat(next(quick)).as("the other does not wait").isEqualTo(i);
                most = Math.max(most, held());
            }

            assertThat(most).as("held for two devices").isLessThan(1.1 * (1 << 20));
            assertThat(directBytes() - before).as("growth of direct memory").isLessThan(24L << 20);
            assertThat(gateway.get(MeterRegistry.class)
                            .get("hongyan.gateway.outbox.dropped")
                            .counter()
                            .count())
                    .as("the device was slow indeed: a hint was dropped, and it pulled from then on")
                    .isPositive();
            TreeSet<Long> seen = new TreeSet<>();
            while (seen.size() < MESSAGES) {
                seen.add(next(slow));
            }
            assertThat(seen)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, MESSAGES).boxed().toList());
            storeAndTell(MESSAGES + 1);
            assertThat(next(slow)).as("live again").isEqualTo(MESSAGES + 1);
        }
    }
}
