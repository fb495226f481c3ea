package im.hongyan.gateway.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What all outboxes of this node hold and drop. Safe for concurrent use. */
@Component
public final class OutboxMeters {
    private final LongAdder heldBytes = new LongAdder();
    private final Counter dropped;
    private final Counter shed;
    private final Counter pulled;

    public OutboxMeters(MeterRegistry meters) {
        Gauge.builder("hongyan.gateway.outbox.held", heldBytes, LongAdder::sum)
                .baseUnit("bytes")
                .description(
                        "frames of the durable lane not yet taken by the operating system; each device by its window")
                .register(meters);
        dropped = counter(meters, "dropped", "live hints without room; the session pulls them from the log");
        shed = counter(
                meters, "shed", "heads, receipts, notices and signs of typing beyond the bound of 256 keys a device");
        pulled = counter(meters, "pulled", "messages that came from the log instead");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("hongyan.gateway.outbox." + name)
                .description(description)
                .register(meters);
    }

    void held(int moreBytes) {
        heldBytes.add(moreBytes);
    }

    void dropped() {
        dropped.increment();
    }

    void shed() {
        shed.increment();
    }

    void pulled() {
        pulled.increment();
    }
}
