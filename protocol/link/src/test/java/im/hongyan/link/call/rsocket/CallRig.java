package im.hongyan.link.call.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallLimits;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.discovery.Target;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/** Servers and clients of one test, ended with it. */
final class CallRig implements AutoCloseable {
    static final String SECRET = "a secret of the tests";

    private final CallProperties properties;
    private final MeterRegistry meters;
    private final Disposable.Composite owned = Disposables.composite();

    CallRig(CallLimits limits, MeterRegistry meters) {
        this.properties = properties(limits, SECRET);
        this.meters = meters;
    }

    static CallProperties properties(CallLimits limits, String secret) {
        return new CallProperties(
                null,
                secret,
                Map.of(),
                limits,
                new CallProperties.Connect(
                        Duration.ofMillis(500),
                        Duration.ofMillis(400),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        64,
                        DataSize.ofKilobytes(64)),
                new CallProperties.Serve("127.0.0.1", 1000, 100, 20, Duration.ofSeconds(5)));
    }

    RSocketCallServer server(CallHandlers handlers) {
        RSocketCallServer server = new RSocketCallServer(handlers, 0, properties, new SimpleMeterRegistry());
        server.start();
        owned.add(server::stop);
        return server;
    }

    static Target target(RSocketCallServer server) {
        return new Target("127.0.0.1", server.port());
    }

    RSocketCalls client(RSocketCallServer... servers) {
        return client(Arrays.stream(servers).map(CallRig::target).toArray(Target[]::new));
    }

    RSocketCalls client(Target... targets) {
        return client(Flux.just(List.of(targets)).concatWith(Flux.never()));
    }

    RSocketCalls client(Flux<List<Target>> targets) {
        meters.clear();
        RSocketCalls client = new RSocketCalls("test", targets, properties, meters);
        owned.add(client::close);
        return client;
    }

    /** Waits until the newest client has so many connections. */
    void awaitInstances(int count) {
        await(() -> meters.get("hongyan.call.instances").gauge().value() == count);
    }

    void await(BooleanSupplier condition) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time to give up").isLessThan(giveUp);
            try {
                Thread.sleep(10);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    void own(Disposable subscription) {
        owned.add(subscription);
    }

    @Override
    public void close() {
        owned.dispose();
    }
}
