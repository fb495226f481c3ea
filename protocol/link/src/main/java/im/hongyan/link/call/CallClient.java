package im.hongyan.link.call;

import com.google.protobuf.MessageLite;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Someone else's door: calls one inner service, on whichever of its instances is next. Safe for concurrent use.
 *
 * <p>Every failure is a {@link CallException}: no instance, deadline passed, too many in flight, broken connection. A
 * refusal of the service is not a failure; it is a value in the reply.
 */
public interface CallClient {

    /**
     * Calls and waits for one answer, up to the client's deadline. A call is not repeated by the link: an error other
     * than {@code BUSY} and "no instance" means that the work may have been done. Cancelling drops the answer, not the work.
     */
    <Q extends MessageLite, R extends MessageLite> Mono<R> call(Route<Q, R> route, Q request);

    /** Calls for a stream of answers; demand and cancellation travel to the service. */
    <Q extends MessageLite, R extends MessageLite> Flux<R> stream(Route<Q, R> route, Q request);
}
