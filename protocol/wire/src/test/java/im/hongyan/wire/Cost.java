package im.hongyan.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What one call costs this thread, whatever else the machine does. */
record Cost(long allocatedBytes, long cpuMillis) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Something that may throw. */
    @FunctionalInterface
    interface Call {
        void run() throws WireException;
    }

    /**
     * Runs it twice and takes the lesser: the first time may load classes. A refusal is as good an outcome as any, every
     * other exception is not.
     */
    static Cost of(Call call) {
        Cost first = once(call);
        Cost second = once(call);
        return new Cost(
                Math.min(first.allocatedBytes, second.allocatedBytes), Math.min(first.cpuMillis, second.cpuMillis));
    }

    private static Cost once(Call call) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        try {
            call.run();
        } catch (WireException refused) {
            // what it cost is what is asked for
        }
        long spent = THREADS.getCurrentThreadCpuTime() - nanos;
        return new Cost(THREADS.getCurrentThreadAllocatedBytes() - bytes, spent / 1_000_000);
    }
}
