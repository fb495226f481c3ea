package im.hongyan.link.event;

import com.google.protobuf.ByteString;
import reactor.core.publisher.Mono;

/** Sends events on. Safe for concurrent use, never blocks the caller. */
public interface EventPublisher {

    /**
     * Publishes one record; records to one address are sent together when they queue up.
     *
     * <p>To a {@link EventAddress.MessageShard} the result completes when the record is durable: the broker confirmed it and
     * routed it, or, in process, the consumer acknowledged it. To a {@link EventAddress.Node} it completes when the record
     * was handed over. Errors with {@link EventException}, which says whether the record was certainly not published or may have
     * been. Cancelling does not withdraw a record.
     */
    Mono<Void> publish(EventAddress address, ByteString record);
}
