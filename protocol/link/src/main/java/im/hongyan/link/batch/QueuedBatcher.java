package im.hongyan.link.batch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SignalType;

/**
 * The batcher: a bounded queue and a number of slots.
 *
 * <pre>
 * submit → [queue, bounded] → a slot is free: take what is there, up to the bounds of a batch → work → results
 * </pre>
 *
 * <p>The work is started by whichever thread submits or frees a slot; it must not block. It answers with one result an
 * item, in the order of the items, or with nothing when there is nothing to tell, or with an error that all items of the
 * batch share; what may go differently for single items belongs into the result.
 */
public final class QueuedBatcher<T, R> implements Batcher<T, R> {
    private final String name;
    private final BatchBounds bounds;
    private final ToLongFunction<? super T> sizeBytes;
    private final Function<? super List<T>, ? extends Mono<List<R>>> work;
    private final Counter refused;
    private final DistributionSummary batchItems;

    private final Queue<Entry<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger busySlots = new AtomicInteger();
    private final AtomicInteger drainRequests = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param name of the queue, in meters ({@code hongyan.batch.*}, tag {@code queue}) and messages
     * @param sizeBytes the size of an item as counted against the bound of a batch
     */
    public QueuedBatcher(
            String name,
            BatchBounds bounds,
            ToLongFunction<? super T> sizeBytes,
            MeterRegistry meters,
            Function<? super List<T>, ? extends Mono<List<R>>> work) {
        this.name = name;
        this.bounds = bounds;
        this.sizeBytes = sizeBytes;
        this.work = work;
        Gauge.builder("hongyan.batch.queued", queued, AtomicInteger::get)
                .tag("queue", name)
                .baseUnit("items")
                .description("Items that wait for a free slot; the bound is " + bounds.queuedItems())
                .register(meters);
        this.refused = Counter.builder("hongyan.batch.refused")
                .tag("queue", name)
                .baseUnit("items")
                .description("Items refused because the queue was full")
                .register(meters);
        this.batchItems = DistributionSummary.builder("hongyan.batch.size")
                .tag("queue", name)
                .baseUnit("items")
                .description("Items that went together")
                .register(meters);
    }

    /** {@inheritDoc} Every subscription queues the item once. */
    @Override
    public Mono<R> submit(T item) {
        return Mono.create(sink -> enqueue(item, sink));
    }

    @Override
    public void close() {
        closed = true;
    }

    private void enqueue(T item, MonoSink<R> sink) {
        if (closed) {
            sink.error(BatchOverflowException.closed(name));
            return;
        }
        if (queued.incrementAndGet() > bounds.queuedItems()) {
            queued.decrementAndGet();
            refused.increment();
            sink.error(new BatchOverflowException(name, bounds.queuedItems()));
            return;
        }
        queue.add(new Entry<>(item, sink));
        drain();
    }

    /** One thread at a time takes from the queue; whoever comes meanwhile leaves the round to it. */
    private void drain() {
        if (drainRequests.getAndIncrement() != 0) {
            return;
        }
        int handled = 1;
        do {
            while (busySlots.get() < bounds.slots()) {
                List<Entry<T, R>> batch = take();
                if (batch.isEmpty()) {
                    break;
                }
                busySlots.incrementAndGet();
                run(batch);
            }
            handled = drainRequests.addAndGet(-handled);
        } while (handled != 0);
    }

    private List<Entry<T, R>> take() {
        List<Entry<T, R>> batch = new ArrayList<>(Math.min(bounds.batchItems(), Math.max(1, queued.get())));
        long bytes = 0;
        while (batch.size() < bounds.batchItems()) {
            Entry<T, R> next = queue.peek();
            if (next == null) {
                break;
            }
            bytes += sizeBytes.applyAsLong(next.item());
            if (bytes > bounds.batchBytes() && !batch.isEmpty()) {
                break;
            }
            queue.poll();
            batch.add(next);
        }
        queued.addAndGet(-batch.size());
        return batch;
    }

    private void run(List<Entry<T, R>> batch) {
        batchItems.record(batch.size());
        List<T> items = new ArrayList<>(batch.size());
        for (Entry<T, R> entry : batch) {
            items.add(entry.item());
        }
        Mono<List<R>> result;
        try {
            result = work.apply(items);
        } catch (RuntimeException broken) {
            result = Mono.error(broken);
        }
        result.subscribe(new Run(batch));
    }

    private record Entry<T, R>(T item, MonoSink<R> sink) {}

    /** One batch at work. Nobody can cancel it; it frees its slot when it ends. */
    private final class Run extends BaseSubscriber<List<R>> {
        private final List<Entry<T, R>> batch;
        private @Nullable List<R> results;

        Run(List<Entry<T, R>> batch) {
            this.batch = batch;
        }

        @Override
        protected void hookOnNext(List<R> value) {
            results = value;
        }

        @Override
        protected void hookOnComplete() {
            if (results == null) {
                batch.forEach(entry -> entry.sink().success());
            } else if (results.size() != batch.size()) {
                hookOnError(new IllegalStateException(
                        "the work of " + name + " gave " + results.size() + " results for " + batch.size() + " items"));
            } else {
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).sink().success(results.get(i));
                }
            }
        }

        @Override
        protected void hookOnError(Throwable error) {
            batch.forEach(entry -> entry.sink().error(error));
        }

        @Override
        protected void hookFinally(SignalType type) {
            busySlots.decrementAndGet();
            drain();
        }
    }
}
