package im.hongyan.core.refusal;

import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** How long a neighbour may take before we speak for it. */
public final class Deadlines {
    private Deadlines() {}

    /** What the database says; STORE_UNAVAILABLE when it does not within {@code deadline}. */
    public static <T> Mono<T> ofStore(Mono<T> answer, Duration deadline) {
        return answer.timeout(
                deadline,
                Mono.error(() -> new Refused(
                        Failures.retryable(ErrorCode.STORE_UNAVAILABLE, "the database does not answer in time"))));
    }
}
