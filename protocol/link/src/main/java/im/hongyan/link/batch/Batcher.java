package im.hongyan.link.batch;

import reactor.core.publisher.Mono;

/**
 * Collects what is already queued and works on it together. There is no timer: an item that comes alone goes alone at once;
 * items that come while all slots are busy go together when a slot is free. Bounded; safe for concurrent use.
 *
 * @param <T> an item
 * @param <R> its result
 */
public interface Batcher<T, R> extends AutoCloseable {

    /**
     * Queues one item. Items of one caller keep their order within and across batches of one slot. Errors at once when the
     * queue is full (see {@link BatchOverflowException}). Cancelling drops the result, not the work.
     */
    Mono<R> submit(T item);

    /** Refuses new items; what is queued is still worked on. */
    @Override
    void close();
}
