package im.hongyan.link.event.amqp;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to one connection, because the client's writes block while the broker does not read. What waits
 * for it is bounded. Ends with its connection; safe for concurrent use.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int QUEUED_WRITES = 65_536;

    private final ThreadPoolExecutor thread;

    Writer(String name) {
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUED_WRITES), task -> {
                    Thread writer = new Thread(task, name + "-write");
                    writer.setDaemon(true);
                    return writer;
                });
    }

    /** False: it is closed or has too much to do, and the write will not happen. */
    boolean execute(Runnable write) {
        try {
            thread.execute(() -> run(write));
            return true;
        } catch (RejectedExecutionException closedOrFull) {
            return false;
        }
    }

    private static void run(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            LOG.debug("a write failed", e);
        }
    }

    int waiting() {
        return thread.getQueue().size();
    }

    void close() {
        thread.shutdownNow();
    }
}
