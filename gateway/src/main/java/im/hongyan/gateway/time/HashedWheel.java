package im.hongyan.gateway.time;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** A hashed timing wheel: setting and calling off cost the same however many alarms there are; a few a connection. */
@Component
public final class HashedWheel implements Wheel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HashedWheel.class);
    private static final long TICK_MILLIS = 50;

    private final HashedWheelTimer timer = new HashedWheelTimer(
            new DefaultThreadFactory("hongyan-wheel", true), TICK_MILLIS, TimeUnit.MILLISECONDS, 1_024);

    public HashedWheel(MeterRegistry meters) {
        Gauge.builder("hongyan.gateway.wheel.alarms", timer, HashedWheelTimer::pendingTimeouts)
                .description("alarms set, a few for each connection")
                .register(meters);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm in(Duration delay, Executor executor, Runnable action) {
        Timeout timeout = timer.newTimeout(rings -> ring(executor, action), delay.toNanos(), TimeUnit.NANOSECONDS);
        return timeout::cancel;
    }

    private static void ring(Executor executor, Runnable action) {
        try {
            executor.execute(action);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("an alarm rang for an event loop that has stopped");
        }
    }

    @Override
    public void close() {
        timer.stop();
    }
}
