package im.hongyan.link.event.amqp.broker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to one connection, because the client's writes block while the broker does not read. What waits
 * for it is bounded; handing over takes no lock. Ends with its connection; safe for concurrent use.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    /** Above what the batchers and the prefetch let through. */
    static final int QUEUED_WRITES = 65_536;

    private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    Writer(String name) {
        this.thread = new Thread(this::run, name + "-write");
        thread.setDaemon(true);
        thread.start();
    }

    /** False: it is closed or has too much to do, and the write will not happen. */
    boolean execute(Runnable write) {
        if (closed) {
            return false;
        }
        if (waiting.incrementAndGet() > QUEUED_WRITES) {
            waiting.decrementAndGet();
            return false;
        }
        writes.add(write);
        LockSupport.unpark(thread);
        return true;
    }

    private void run() {
        while (!closed) {
            Runnable write = writes.poll();
            if (write == null) {
                LockSupport.park(this);
            } else {
                waiting.decrementAndGet();
                run(write);
            }
        }
        writes.clear();
    }

    private static void run(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            LOG.debug("a write failed", e);
        }
    }

    int waiting() {
        return waiting.get();
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
