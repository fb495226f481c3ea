package im.hongyan.client.loop;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpResources;

/** A client's loop on one event loop of the process's shared ones; the client's connections run on the same. */
public final class NettyLoop implements Loop {
    private final EventLoop eventLoop;

    private NettyLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** The next of the shared event loops. */
    public static NettyLoop next() {
        return new NettyLoop(
                TcpResources.get().onClient(LoopResources.DEFAULT_NATIVE).next());
    }

    /** The event loop that connections of this client must run on. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public Disposable schedule(Duration delay, Runnable task) {
        Future<?> scheduled = eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }
}
