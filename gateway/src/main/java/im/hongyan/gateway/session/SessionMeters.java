package im.hongyan.gateway.session;

import im.hongyan.gateway.outbox.OutboxMeters;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts sessions and how they end. Safe for concurrent use. */
@Component
final class SessionMeters {
    private final AtomicInteger open = new AtomicInteger();
    private final Map<ErrorCode, Counter> ended = new EnumMap<>(ErrorCode.class);
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);

    private final OutboxMeters outboxes;

    SessionMeters(MeterRegistry meters, OutboxMeters outboxes) {
        this.outboxes = outboxes;
        Gauge.builder("hongyan.gateway.sessions", open, AtomicInteger::get)
                .description("sessions after WELCOME")
                .register(meters);
        for (ErrorCode code : ErrorCode.values()) {
            ended.put(code, counter(meters, "hongyan.gateway.sessions.ended", "connections that we ended", code));
            refused.put(code, counter(meters, "hongyan.gateway.frames.refused", "frames that were refused here", code));
        }
    }

    private static Counter counter(MeterRegistry meters, String name, String description, ErrorCode code) {
        return Counter.builder(name)
                .tag("code", code.name())
                .description(description)
                .register(meters);
    }

    OutboxMeters outboxes() {
        return outboxes;
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void ended(ErrorCode code) {
        count(ended, code);
    }

    void refused(ErrorCode code) {
        count(refused, code);
    }

    private static void count(Map<ErrorCode, Counter> counters, ErrorCode code) {
        Counter counter = counters.get(code);
        if (counter != null) {
            counter.increment();
        }
    }
}
