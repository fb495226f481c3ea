package im.hongyan.gateway.transport.port;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.WireException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what has begun to arrive is complete in time, as long as we are reading. One alarm at the most, and none
 * while everything arrives whole. Bytes that drip gain nothing. Confined to its event loop.
 */
public final class FrameDeadline {
    private final Wheel wheel;
    private final Duration deadline;
    private final Predicate<Channel> reading;
    private final Consumer<ChannelHandlerContext> late;
    private Wheel.@Nullable Alarm alarm;
    private boolean partial;
    private boolean paused;
    private long complete;
    private long begun;

    /**
     * @param reading whether we are reading: if not, the delay is our own doing
     * @param late is told when it is late
     */
    public FrameDeadline(
            Wheel wheel, Duration deadline, Predicate<Channel> reading, Consumer<ChannelHandlerContext> late) {
        this.wheel = wheel;
        this.deadline = deadline;
        this.reading = reading;
        this.late = late;
    }

    /**
     * Something was read.
     *
     * @param isPartial whether a frame has begun and is not complete
     * @param completed how many were complete before it; another number is another frame
     */
    public void look(ChannelHandlerContext ctx, boolean isPartial, long completed) {
        if (isPartial && (paused || !partial || complete != completed)) {
            begun = wheel.nanoTime();
            if (alarm == null) {
                set(ctx, deadline);
            }
        }
        partial = isPartial;
        complete = completed;
        paused = isPartial && !reading.test(ctx.channel());
    }

    /** Nothing is awaited any more. */
    public void stop() {
        partial = false;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void set(ChannelHandlerContext ctx, Duration wait) {
        alarm = wheel.in(wait, ctx.executor(), () -> rings(ctx));
    }

    private void rings(ChannelHandlerContext ctx) {
        alarm = null;
        if (!partial || !ctx.channel().isActive()) {
            return;
        }
        long now = wheel.nanoTime();
        if (!reading.test(ctx.channel())) {
            begun = now;
        }
        Duration left = deadline.minusNanos(now - begun);
        if (left.isPositive()) {
            set(ctx, left);
        } else {
            partial = false;
            late.accept(ctx);
        }
    }

    /** What a client is told whose frame is late. */
    public WireException refusal() {
        return new WireException(
                ErrorCode.TIMEOUT, "a frame arrives within " + deadline.toMillis() + " ms of its first byte");
    }
}
