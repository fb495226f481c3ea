package im.hongyan.link.event.amqp;

import java.util.concurrent.RejectedExecutionException;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Cancels a consumer on a thread that may block, because that closes its channel and waits for the broker. That the connection
 * ends meanwhile is no failure: the channel is closed then.
 */
final class CancelApart<T> implements CoreSubscriber<T>, Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(CancelApart.class);

    private final CoreSubscriber<? super T> actual;
    private final Scheduler control;
    private Subscription upstream = Operators.emptySubscription();

    private CancelApart(CoreSubscriber<? super T> actual, Scheduler control) {
        this.actual = actual;
        this.control = control;
    }

    static <T> Flux<T> of(Flux<T> source, Scheduler control) {
        return source.transform(Operators.<T, T>lift((from, actual) -> new CancelApart<>(actual, control)));
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        actual.onSubscribe(this);
    }

    @Override
    public void onNext(T value) {
        actual.onNext(value);
    }

    @Override
    public void onError(Throwable error) {
        actual.onError(error);
    }

    @Override
    public void onComplete() {
        actual.onComplete();
    }

    @Override
    public void request(long n) {
        upstream.request(n);
    }

    @Override
    public void cancel() {
        try {
            control.schedule(this::close);
        } catch (RejectedExecutionException over) {
            LOG.debug("everything is closed already", over);
        }
    }

    private void close() {
        try {
            upstream.cancel();
        } catch (RuntimeException ended) {
            LOG.debug("the channel ended by itself", ended);
        }
    }
}
