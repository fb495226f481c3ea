package im.hongyan.link.call.rsocket;

import com.google.protobuf.MessageLite;
import im.hongyan.link.call.rsocket.frame.CallFrames;
import im.hongyan.link.call.rsocket.frame.CallStatus;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The answers to the calls that came together, on the side of the server: those that are ready together go together, so that a
 * slow one holds up nobody. Ends when every call is answered. Answers may come from any thread; they leave from the event loop
 * of the connection. Cancelling drops the answers, not the work, which counts as work until it ends.
 */
final class AnswerBatch extends Flux<Payload> implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(AnswerBatch.class);

    /** Of one payload of answers; a larger answer goes alone. */
    private static final long ANSWERS_BYTES = 256 * 1024;

    private final Executor loop;
    private final List<Work<?>> works = new ArrayList<>();
    private final Queue<CallFrames.Answer> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger drainRequests = new AtomicInteger();
    private final AtomicLong requested = new AtomicLong();
    private volatile boolean cancelled;
    private volatile @Nullable CoreSubscriber<? super Payload> downstream;
    private int sent;

    /** @param loop the event loop of the connection */
    AnswerBatch(Executor loop) {
        this.loop = loop;
    }

    /** Enters the next call, before the first answer and on the event loop; the work's answer gets its place. */
    <R extends MessageLite> Work<R> add(String route, Runnable release) {
        Work<R> work = new Work<>(works.size(), route, release);
        works.add(work);
        return work;
    }

    /** Enters the next call, which is not worked on. */
    void refuse(CallStatus status) {
        Work<MessageLite> work = add("", () -> {});
        work.give(status, null);
    }

    @Override
    public void subscribe(CoreSubscriber<? super Payload> actual) {
        downstream = actual;
        actual.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            requested.accumulateAndGet(n, Operators::addCap);
            drainNow();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void offer(CallFrames.Answer answer) {
        ready.add(answer);
        if (downstream != null && drainRequests.getAndIncrement() == 0) {
            loop.execute(this::drain);
        }
    }

    private void drainNow() {
        if (drainRequests.getAndIncrement() == 0) {
            drain();
        }
    }

    private void drain() {
        CoreSubscriber<? super Payload> actual = downstream;
        int handled;
        do {
            handled = drainRequests.get();
            while (actual != null && !cancelled && requested.get() > 0) {
                List<CallFrames.Answer> answers = take();
                if (answers.isEmpty()) {
                    break;
                }
                requested.decrementAndGet();
                sent += answers.size();
                actual.onNext(ByteBufPayload.create(CallFrames.answers(ByteBufAllocator.DEFAULT, answers)));
                if (sent == works.size() && !cancelled) {
                    actual.onComplete();
                }
            }
        } while (drainRequests.addAndGet(-handled) != 0);
    }

    private List<CallFrames.Answer> take() {
        List<CallFrames.Answer> answers = new ArrayList<>();
        long bytes = 0;
        CallFrames.Answer next = ready.peek();
        while (next != null) {
            bytes += next.sizeBytes();
            if (bytes > ANSWERS_BYTES && !answers.isEmpty()) {
                break;
            }
            answers.add(next);
            ready.poll();
            next = ready.peek();
        }
        return answers;
    }

    /** The work for one call. Nobody cancels it. */
    final class Work<R extends MessageLite> extends BaseSubscriber<R> {
        private final int index;
        private final String route;
        private final Runnable release;
        private @Nullable R answer;

        private Work(int index, String route, Runnable release) {
            this.index = index;
            this.route = route;
            this.release = release;
        }

        @Override
        protected void hookOnNext(R value) {
            answer = value;
        }

        @Override
        protected void hookOnComplete() {
            R given = answer;
            if (given == null) {
                hookOnError(new IllegalStateException("no answer was given"));
            } else if (given.getSerializedSize() > CallFrames.PAYLOAD_BYTES - Long.BYTES) {
                hookOnError(
                        new IllegalStateException("the answer is longer than " + CallFrames.PAYLOAD_BYTES + " bytes"));
            } else {
                give(CallStatus.ANSWERED, given);
            }
        }

        @Override
        protected void hookOnError(Throwable error) {
            CallStatus status = CallStatus.ofFailure(error);
            if (status == CallStatus.BROKEN) {
                log.error("the handler of {} failed", route, error);
            }
            give(status, null);
        }

        private void give(CallStatus status, @Nullable MessageLite body) {
            release.run();
            if (!cancelled) {
                offer(new CallFrames.Answer(index, status, body));
            }
        }
    }
}
