package im.hongyan.gateway.transport.port;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.time.VirtualWheel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameDeadlineTest {
    private final VirtualWheel wheel = new VirtualWheel();
    private final AtomicInteger late = new AtomicInteger();
    private final FrameDeadline deadline = new FrameDeadline(
            wheel, Duration.ofSeconds(10), socket -> socket.config().isAutoRead(), ctx -> late.incrementAndGet());
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext ctx = channel.pipeline().firstContext();

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            wheel.pass(Duration.ofSeconds(1));
            channel.runPendingTasks();
        }
    }

    @Test
    void givesALaterFrameNoLongerThanTheFirst() {
        deadline.look(ctx, true, 0);
        pass(8);
        deadline.look(ctx, true, 1);
        pass(9);
        assertThat(late).hasValue(0);

        pass(1);

        assertThat(late).hasValue(1);
        assertThat(wheel.alarms()).isZero();
    }

    @Test
    void drippingDoesNotHelp() {
        for (int i = 0; i < 10; i++) {
            deadline.look(ctx, true, 0);
            pass(1);
        }
        assertThat(late).hasValue(1);
    }

    @Test
    void nothingIsLateThatIsComplete() {
        deadline.look(ctx, true, 0);
        pass(9);
        deadline.look(ctx, false, 1);
        pass(20);

        assertThat(late).hasValue(0);
        assertThat(wheel.alarms()).isZero();
    }

    @Test
    void timeInWhichWeDoNotReadDoesNotCount() {
        deadline.look(ctx, true, 0);
        channel.config().setAutoRead(false);
        pass(25);
        channel.config().setAutoRead(true);
        assertThat(late).hasValue(0);

        pass(10);

        assertThat(late).hasValue(1);
    }

    @Test
    void aPauseOfOursBeginsItAnew() {
        channel.config().setAutoRead(false);
        deadline.look(ctx, true, 0);
        pass(8);
        channel.config().setAutoRead(true);
        deadline.look(ctx, true, 0);
        pass(9);
        assertThat(late).hasValue(0);

        deadline.look(ctx, true, 0);
        pass(1);

        assertThat(late).as("once").hasValue(1);
    }

    @Test
    void whoHasLeftIsNotWaitedFor() {
        deadline.look(ctx, true, 0);

        deadline.stop();

        assertThat(wheel.alarms()).isZero();
    }
}
