package im.hongyan.gateway.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.time.VirtualWheel;
import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.FrameSource;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.NettyConnection;
import im.hongyan.gateway.transport.Outgoing;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.wire.ErrorCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Flux;

/** A client that answers no close frame and sends on, while time passes on command. */
@ExtendWith(LeakFree.class)
class CloseDeadlineTest {
    private static final long BOUND_SECONDS = 5;

    private final WebSocketFrames frames = new WebSocketFrames(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("hongyan.gateway.transport", TransportProperties.class),
            new VirtualWheel());
    private final EmbeddedChannel channel = new EmbeddedChannel(frames);
    private final NettyConnection connection = new NettyConnection(channel, frames, Flux.never());

    private static final class Nothing implements FrameSource {
        @Override
        public @Nullable Outgoing poll() {
            return null;
        }

        @Override
        public Runnable seal() {
            return () -> {};
        }

        @Override
        public void writable(boolean now) {}
    }

    // B26
    @Test
    void theSocketIsClosedWithinFiveSecondsWhateverComes() {
        channel.freezeTime();
        channel.pipeline().addLast(connection);
        connection.outbound(new Nothing());
        connection.close(Closing.of(ErrorCode.REPLACED));
        channel.runPendingTasks();
        CloseWebSocketFrame told = channel.readOutbound();
        assertThat(told.statusCode()).isEqualTo(4409);
        told.release();

        for (int second = 0; second < BOUND_SECONDS; second++) {
            if (channel.isOpen()) {
                channel.writeInbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[20])));
            }
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }

        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.<Object>readInbound())
                .as("what came after the close")
                .isNull();
    }
}
