package im.hongyan.gateway.session;

import im.hongyan.gateway.outbox.OutboxMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts sessions. Safe for concurrent use. */
@Component
final class SessionMeters {
    private final AtomicInteger open = new AtomicInteger();
    private final OutboxMeters outboxes;

    SessionMeters(MeterRegistry meters, OutboxMeters outboxes) {
        this.outboxes = outboxes;
        Gauge.builder("hongyan.gateway.sessions", open, AtomicInteger::get)
                .description("sessions after WELCOME")
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
}
