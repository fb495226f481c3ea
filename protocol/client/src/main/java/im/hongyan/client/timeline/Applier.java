package im.hongyan.client.timeline;

import im.hongyan.client.loop.Loop;
import im.hongyan.wire.frame.Message;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Hands one step after the other to the application. Loop-confined. */
final class Applier {
    private final Loop loop;
    private final Inbox inbox;
    private final Function<Message, Publisher<Void>> handler;
    private final Consumer<Inbox.Step> applied;
    private final Consumer<Throwable> failed;
    private final Sinks.Empty<Void> idle = Sinks.empty();
    private boolean busy;
    private boolean stopped;

    Applier(
            Loop loop,
            Inbox inbox,
            Function<Message, Publisher<Void>> handler,
            Consumer<Inbox.Step> applied,
            Consumer<Throwable> failed) {
        this.loop = loop;
        this.inbox = inbox;
        this.handler = handler;
        this.applied = applied;
        this.failed = failed;
    }

    /** Goes on with what is there, unless the application is still at work. */
    void run() {
        while (!busy && !stopped) {
            Inbox.Step step = inbox.peek();
            if (step == null) {
                return;
            }
            Message message = step.message();
            if (message == null) {
                finish(step);
            } else {
                apply(step, message);
            }
        }
    }

    /** Hands out nothing more; completes when the application is not at work. */
    Mono<Void> stop() {
        stopped = true;
        if (!busy) {
            idle.tryEmitEmpty();
        }
        return idle.asMono();
    }

    private void apply(Inbox.Step step, Message message) {
        busy = true;
        Application application = new Application(step);
        try {
            handler.apply(message).subscribe(application);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        application.subscribed();
    }

    private void finish(Inbox.Step step) {
        inbox.remove();
        applied.accept(step);
    }

    private void fail(Throwable failure) {
        stopped = true;
        busy = false;
        idle.tryEmitEmpty();
        failed.accept(failure);
    }

    /** Waits for the application to have applied one message; what ends at once costs no turn of the loop. */
    private final class Application extends BaseSubscriber<Void> {
        private final Inbox.Step step;
        private final Thread loopThread = Thread.currentThread();
        private boolean subscribing = true;
        private boolean ended;

        Application(Inbox.Step step) {
            this.step = step;
        }

        void subscribed() {
            subscribing = false;
            if (ended) {
                end();
            }
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            requestUnbounded();
        }

        @Override
        protected void hookOnComplete() {
            if (Thread.currentThread().equals(loopThread) && subscribing) {
                ended = true;
            } else {
                loop.execute(() -> {
                    end();
                    run();
                });
            }
        }

        @Override
        protected void hookOnError(Throwable failure) {
            loop.execute(() -> fail(failure));
        }

        private void end() {
            busy = false;
            finish(step);
            if (stopped) {
                idle.tryEmitEmpty();
            }
        }
    }
}
