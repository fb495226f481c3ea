package im.hongyan.link.call;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One open stream, between the reader and the source: passes the reader's demand on, but never more than a window ahead,
 * and knows since when the source owes an item. Safe for concurrent use; the downstream must be serialized.
 */
final class StreamCall<R> implements CoreSubscriber<R>, Subscription {
    private final CoreSubscriber<? super R> downstream;
    private final int window;
    private final Function<Throwable, CallException> asCallException;
    private final Consumer<StreamCall<?>> onEnd;

    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger owed = new AtomicInteger();
    private final AtomicInteger pumps = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Subscription upstream;
    private volatile long lastItemNanos = System.nanoTime();

    StreamCall(
            CoreSubscriber<? super R> downstream,
            int window,
            Function<Throwable, CallException> asCallException,
            Consumer<StreamCall<?>> onEnd) {
        this.downstream = downstream;
        this.window = window;
        this.asCallException = asCallException;
        this.onEnd = onEnd;
    }

    @Override
    public Context currentContext() {
        return downstream.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        downstream.onSubscribe(this);
        if (ended.get()) {
            subscription.cancel();
        }
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            wanted.accumulateAndGet(n, Operators::addCap);
            pump();
        }
    }

    @Override
    public void onNext(R item) {
        owed.decrementAndGet();
        lastItemNanos = System.nanoTime();
        if (!ended.get()) {
            downstream.onNext(item);
            pump();
        }
    }

    @Override
    public void onComplete() {
        if (end()) {
            downstream.onComplete();
        }
    }

    @Override
    public void onError(Throwable error) {
        if (end()) {
            downstream.onError(asCallException.apply(error));
        }
    }

    @Override
    public void cancel() {
        if (end()) {
            cancelUpstream();
        }
    }

    /** Ends the stream from outside. */
    void fail(CallException error) {
        if (end()) {
            cancelUpstream();
            downstream.onError(error);
        }
    }

    /** How long the source has owed an item, in nanoseconds; 0 when nothing was asked for. */
    long owesSince(long nowNanos) {
        return owed.get() == 0 ? 0 : nowNanos - lastItemNanos;
    }

    private boolean end() {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            onEnd.accept(this);
        }
        return first;
    }

    private void cancelUpstream() {
        Subscription source = upstream;
        if (source != null) {
            source.cancel();
        }
    }

    private void pump() {
        if (pumps.getAndIncrement() != 0) {
            return;
        }
        int handled = 1;
        do {
            ask();
            handled = pumps.addAndGet(-handled);
        } while (handled != 0);
    }

    private void ask() {
        Subscription source = upstream;
        int free = window - owed.get();
        // Half a window at a time: a request for every single item would double the frames on the wire.
        if (source == null || ended.get() || free * 2 < window) {
            return;
        }
        long step = Math.min(free, wanted.get());
        if (step > 0) {
            if (owed.getAndAdd((int) step) == 0) {
                lastItemNanos = System.nanoTime();
            }
            wanted.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - step);
            source.request(step);
        }
    }
}
