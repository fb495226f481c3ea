package im.hongyan.persistence.history;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * A stream whose every item is fetched when it is asked for and not earlier, one after the other.
 *
 * @param <S> where to go on
 * @param <T> an item
 */
final class Unfold<S, T> {
    /**
     * An item.
     *
     * @param next where to go on, null after the last item
     */
    record Step<S, T>(T item, @Nullable S next) {}

    private final FluxSink<T> sink;
    private final Function<S, Mono<Step<S, T>>> fetch;
    private final Disposable.Swap fetching = Disposables.swap();
    private final AtomicInteger signals = new AtomicInteger();
    /** Written by the one fetch at a time; null when there is nothing more. */
    private volatile @Nullable S next;

    private volatile boolean busy;

    private Unfold(FluxSink<T> sink, S first, Function<S, Mono<Step<S, T>>> fetch) {
        this.sink = sink;
        this.next = first;
        this.fetch = fetch;
    }

    /** The items from {@code first} on. {@code fetch} gives exactly one step. */
    static <S, T> Flux<T> from(S first, Function<S, Mono<Step<S, T>>> fetch) {
        return Flux.create(sink -> {
            Unfold<S, T> unfold = new Unfold<>(sink, first, fetch);
            sink.onDispose(unfold.fetching);
            sink.onRequest(demand -> unfold.signal());
        });
    }

    /** Demand came or a fetch ended: whoever comes first decides for all. */
    private void signal() {
        if (signals.getAndIncrement() != 0) {
            return;
        }
        do {
            S from = next;
            if (!busy && from != null && sink.requestedFromDownstream() > 0) {
                busy = true;
                fetching.update(fetch.apply(from).subscribe(this::emit, sink::error));
            }
        } while (signals.decrementAndGet() != 0);
    }

    private void emit(Step<S, T> step) {
        next = step.next();
        sink.next(step.item());
        if (step.next() == null) {
            sink.complete();
        }
        busy = false;
        signal();
    }
}
