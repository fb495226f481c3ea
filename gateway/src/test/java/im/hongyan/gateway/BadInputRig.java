package im.hongyan.gateway;

import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.wire.Frame;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that gets bad input: every refusal must be on record, and everybody else must be served as before. */
@Timeout(180)
@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BadInputRig {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, String> properties;
    private final AtomicInteger users = new AtomicInteger();
    GatewayContext gateway;
    RefusalWatch watch;

    BadInputRig(Map<String, String> properties) {
        this.properties = properties;
    }

    /** What holds after each test as it did before. */
    abstract void assertUnharmed();

    @BeforeAll
    void start() {
        gateway = GatewayContext.start(properties);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void watch() {
        watch = new RefusalWatch(gateway);
    }

    @AfterEach
    void everyRefusalIsOnRecordAndNothingIsHarmed() {
        try (RefusalWatch seen = watch) {
            seen.verify();
        }
        assertUnharmed();
    }

    /** A HELLO of somebody new: an earlier session of the same device might not have ended yet and be told REPLACED. */
    Frame hello() {
        return GatewayContext.hello("user-" + users.incrementAndGet());
    }

    double connections() {
        return gateway.get(MeterRegistry.class)
                .get("hongyan.gateway.connections")
                .gauge()
                .value();
    }
}
