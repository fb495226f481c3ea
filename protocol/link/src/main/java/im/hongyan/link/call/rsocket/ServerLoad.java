package im.hongyan.link.call.rsocket;

import im.hongyan.link.call.CallProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server has at work, within its bounds. Safe for concurrent use. */
final class ServerLoad {
    private final CallProperties.Serve bounds;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final Counter refused;

    ServerLoad(CallProperties.Serve bounds, MeterRegistry meters) {
        this.bounds = bounds;
        gauge("hongyan.call.served.open", "calls", calls, bounds.inFlight(), meters);
        gauge("hongyan.call.served.streams", "streams", streams, bounds.streams(), meters);
        this.refused = Counter.builder("hongyan.call.served.refused")
                .baseUnit("calls")
                .description("Calls and streams refused because a bound was reached")
                .register(meters);
    }

    private static void gauge(String name, String unit, AtomicInteger value, int bound, MeterRegistry meters) {
        Gauge.builder(name, value, AtomicInteger::get)
                .baseUnit(unit)
                .description("At work; the bound is " + bound)
                .register(meters);
    }

    boolean tryCall() {
        return tryTake(calls, bounds.inFlight());
    }

    boolean tryStream() {
        return tryTake(streams, bounds.streams());
    }

    private boolean tryTake(AtomicInteger count, int bound) {
        if (count.incrementAndGet() <= bound) {
            return true;
        }
        count.decrementAndGet();
        refused.increment();
        return false;
    }

    void callEnded() {
        calls.decrementAndGet();
    }

    void streamEnded() {
        streams.decrementAndGet();
    }
}
