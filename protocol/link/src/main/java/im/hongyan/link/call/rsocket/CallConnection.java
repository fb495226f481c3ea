package im.hongyan.link.call.rsocket;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.OpenCall;
import im.hongyan.link.call.OpenCalls;
import im.hongyan.link.call.Route;
import im.hongyan.link.call.rsocket.frame.CallFrames;
import im.hongyan.link.call.rsocket.frame.CallStatus;
import im.hongyan.wire.ErrorCode;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.RSocketErrorException;
import io.rsocket.frame.ErrorFrameCodec;
import io.rsocket.util.ByteBufPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One living connection to one instance, on the side of the client. Calls queue here for a moment: the event loop of the
 * connection takes whatever has queued up when it comes round and sends it as one request. The queue is bounded by the open
 * calls of the client. Safe for concurrent use.
 *
 * <pre>
 * send → [queue] → event loop: take a batch → encode → request-response (one call) or request-stream (several)
 * </pre>
 */
final class CallConnection {
    private static final Logger log = LoggerFactory.getLogger(CallConnection.class);

    private final String service;
    private final RSocket rsocket;
    private final Executor loop;
    private final CallProperties.Connect bounds;
    private final OpenCalls open;
    private final Consumer<OpenCall<?>> elsewhere;

    private final Queue<OpenCall<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger drainRequests = new AtomicInteger();
    private final Set<CallBatch> batches = ConcurrentHashMap.newKeySet();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean suspect;
    private volatile boolean closing;

    /**
     * @param loop the event loop of the connection
     * @param elsewhere takes calls that were certainly not sent
     */
    CallConnection(
            String service,
            RSocket rsocket,
            Executor loop,
            CallProperties.Connect bounds,
            OpenCalls open,
            Consumer<OpenCall<?>> elsewhere) {
        this.service = service;
        this.rsocket = rsocket;
        this.loop = loop;
        this.bounds = bounds;
        this.open = open;
        this.elsewhere = elsewhere;
    }

    /** Sends the call with what else is queued. */
    void send(OpenCall<?> call) {
        queue.add(call);
        wakeUp();
    }

    /** The items of a streamed call, with demand and cancellation carried. */
    <R extends MessageLite> Publisher<R> stream(Route<?, R> route, MessageLite request) {
        return Flux.defer(() -> rsocket.requestStream(
                        ByteBufPayload.create(CallFrames.stream(ByteBufAllocator.DEFAULT, route.name(), request))))
                .map(payload -> readItem(route, payload))
                .contextWrite(OpenCalls.LATE_ERRORS)
                .doOnSubscribe(begun -> streams.incrementAndGet())
                .doFinally(end -> streams.decrementAndGet());
    }

    private <R extends MessageLite> R readItem(Route<?, R> route, Payload payload) {
        heard();
        try {
            return CallFrames.parse(route.reply(), payload.sliceData());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new CallException(ErrorCode.INTERNAL, service + " gave an unreadable item");
        } finally {
            payload.release();
        }
    }

    /** What a failure of a stream means. */
    static CallException asCallException(String service, String route, Throwable error) {
        if (error instanceof CallException known) {
            return known;
        }
        if (error instanceof RSocketErrorException told
                && told.errorCode() >= ErrorFrameCodec.MIN_USER_ALLOWED_ERROR_CODE) {
            return CallStatus.ofErrorCode(told.errorCode()).exception(service, route);
        }
        log.info("a stream of {} from {} broke", route, service, error);
        return new CallException(ErrorCode.TIMEOUT, "the connection to " + service + " broke in the stream");
    }

    /** Asked now and then: whether the instance is silent though something is unanswered, and what nobody waits for. */
    void check(long nowNanos) {
        long patience = bounds.suspicion().toNanos();
        boolean silent = nowNanos - heardNanos > patience;
        boolean overdue = false;
        for (CallBatch batch : batches) {
            overdue |= nowNanos - batch.sentNanos() > patience;
        }
        if (overdue) {
            loop.execute(() -> batches.forEach(CallBatch::cancelIfForgotten));
        }
        if (overdue && silent) {
            suspect = true;
        }
    }

    /** Whether another instance should be preferred. */
    boolean suspect() {
        return suspect;
    }

    Mono<Void> onClose() {
        return rsocket.onClose();
    }

    boolean isClosed() {
        return rsocket.isDisposed();
    }

    /** Ends the connection as soon as nothing is open on it; what is not yet sent goes elsewhere. */
    void closeWhenIdle() {
        loop.execute(() -> {
            if (batches.isEmpty() && streams.get() == 0) {
                shut();
            }
        });
    }

    /** Ends the connection; what is not yet sent goes elsewhere, what is open fails. */
    void close() {
        loop.execute(this::shut);
    }

    private void shut() {
        closing = true;
        rsocket.dispose();
        wakeUp();
    }

    private void heard() {
        heardNanos = System.nanoTime();
        suspect = false;
    }

    private void wakeUp() {
        if (drainRequests.getAndIncrement() == 0) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        int handled;
        do {
            handled = drainRequests.get();
            List<OpenCall<?>> batch = take();
            while (!batch.isEmpty()) {
                sendOrHandOn(batch);
                batch = take();
            }
        } while (drainRequests.addAndGet(-handled) != 0);
    }

    private List<OpenCall<?>> take() {
        List<OpenCall<?>> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < bounds.batchCalls()) {
            OpenCall<?> next = queue.peek();
            if (next == null) {
                break;
            }
            bytes += CallFrames.sizeBytes(next);
            if (bytes > bounds.batchBytes().toBytes() && !batch.isEmpty()) {
                break;
            }
            queue.poll();
            batch.add(next);
        }
        return batch;
    }

    private void sendOrHandOn(List<OpenCall<?>> calls) {
        if (closing || rsocket.isDisposed()) {
            calls.forEach(elsewhere);
            return;
        }
        // Who gave up while queueing is not worth the trip.
        calls.removeIf(call -> !open.isOpen(call));
        if (calls.size() == 1 && CallFrames.sizeBytes(calls.get(0)) > CallFrames.PAYLOAD_BYTES) {
            open.fail(
                    calls.get(0),
                    new CallException(
                            ErrorCode.INTERNAL, "the request is longer than " + CallFrames.PAYLOAD_BYTES + " bytes"));
            return;
        }
        if (!calls.isEmpty()) {
            transmit(calls);
        }
    }

    private void transmit(List<OpenCall<?>> calls) {
        Payload payload = ByteBufPayload.create(CallFrames.calls(ByteBufAllocator.DEFAULT, calls));
        CallBatch batch = new CallBatch(service, calls, open, any -> heard(), batches::remove);
        batches.add(batch);
        open.travelled(calls.size());
        if (calls.size() == 1) {
            rsocket.requestResponse(payload).subscribe(batch);
        } else {
            rsocket.requestStream(payload).subscribe(batch);
        }
    }
}
