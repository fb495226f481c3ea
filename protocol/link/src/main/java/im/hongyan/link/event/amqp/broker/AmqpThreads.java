package im.hongyan.link.event.amqp.broker;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The threads on which the broker's client may block, apart from all others. */
public final class AmqpThreads implements AutoCloseable {
    static final int CONTROL_THREADS = 16;
    private static final int CONTROL_TASKS = 4096;
    private static final int DELIVERY_THREADS = 2;
    private static final int IDLE_SECONDS = 5;

    private final Scheduler control =
            Schedulers.newBoundedElastic(CONTROL_THREADS, CONTROL_TASKS, "hongyan-amqp-control", 60, true);
    private final ExecutorService deliveries =
            pool(DELIVERY_THREADS, DELIVERY_THREADS, new LinkedBlockingQueue<>(), "hongyan-amqp-deliver");
    private final ExecutorService shutdown =
            pool(0, Integer.MAX_VALUE, new SynchronousQueue<>(), "hongyan-amqp-shutdown");

    /** Its threads end when they have nothing to do; it is never shut down, because the client does not expect that. */
    private static ExecutorService pool(int core, int most, BlockingQueue<Runnable> queue, String name) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(core, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Connects, opens and closes channels. */
    public Scheduler control() {
        return control;
    }

    /** Where deliveries arrive, in the order of their channel; at most the prefetch waits for it. */
    ExecutorService deliveries() {
        return deliveries;
    }

    /** Closes sockets that may be stuck: a thread for each, for seconds. */
    ExecutorService shutdown() {
        return shutdown;
    }

    @Override
    public void close() {
        control.dispose();
    }
}
