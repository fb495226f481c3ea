package im.hongyan.gateway;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged, by anybody, until this is closed. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    LogLines() {
        start();
        root.addAppender(this);
    }

    static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    /** Of one logger. */
    List<String> of(Class<?> type) {
        return events.stream()
                .filter(event -> event.getLoggerName().equals(type.getName()))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Whatever was logged, with what was thrown. */
    List<String> all() {
        return events.stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : " " + event.getThrowableProxy().getMessage()))
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
