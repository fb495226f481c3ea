package im.hongyan.e2e.proxy;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** What one direction of a {@link FaultProxy} does to the bytes that come. */
sealed interface Evil {
    /** Nothing. */
    record None() implements Evil {}

    /** Every byte arrives this much later, none waits for another. */
    record Delay(Duration time) implements Evil {}

    /** Nothing arrives until the end of the hold, not even the end of the connection; as when a cable is out. */
    record Hold(Mono<Void> end) implements Evil {}

    /** Every byte in a segment of its own. */
    record SingleBytes() implements Evil {}

    /** With these odds a chunk arrives in half, and then both ends get a reset. */
    record Resets(double odds) implements Evil {}
}
