package im.hongyan.link.fault;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sees every buffer that was dropped without being released, from its creation on. Needs the paranoid leak detection. */
public final class LeakWatch implements AutoCloseable {
    private static final int ROUNDS = 20;

    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    public LeakWatch() {
        if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
            throw new IllegalStateException("the leak detection must be paranoid");
        }
        appender.start();
        logger.addAppender(appender);
    }

    /** Collects garbage and gives what was found. */
    public List<String> leaks() throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
            Thread.sleep(20);
            // The detector reports when the next buffer is made.
            PooledByteBufAllocator.DEFAULT.buffer(16).release();
        }
        return List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
