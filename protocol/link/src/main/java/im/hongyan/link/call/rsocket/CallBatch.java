package im.hongyan.link.call.rsocket;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.OpenCall;
import im.hongyan.link.call.OpenCalls;
import im.hongyan.link.call.rsocket.frame.CallFrames;
import im.hongyan.link.call.rsocket.frame.CallStatus;
import im.hongyan.wire.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.rsocket.Payload;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * The calls that travelled together, on the side of the client, while they wait. Gives each answer to its call. Its state is
 * confined to the event loop of its connection.
 */
final class CallBatch extends BaseSubscriber<Payload> {
    private final String service;
    private final @Nullable OpenCall<?>[] waiting;
    private final OpenCalls open;
    private final Consumer<CallBatch> onHeard;
    private final Consumer<CallBatch> onEnd;
    private final long sentNanos = System.nanoTime();

    /**
     * @param onHeard told with every payload that arrives
     * @param onEnd told once, when nothing is awaited any more
     */
    CallBatch(
            String service,
            List<? extends OpenCall<?>> calls,
            OpenCalls open,
            Consumer<CallBatch> onHeard,
            Consumer<CallBatch> onEnd) {
        this.service = service;
        this.waiting = calls.toArray(OpenCall<?>[]::new);
        this.open = open;
        this.onHeard = onHeard;
        this.onEnd = onEnd;
    }

    long sentNanos() {
        return sentNanos;
    }

    /** Lets go when every call has passed its deadline: nobody waits for what may still come. */
    void cancelIfForgotten() {
        boolean awaited = Arrays.stream(waiting).anyMatch(call -> call != null && open.isOpen(call));
        if (!awaited) {
            cancel();
        }
    }

    @Override
    public Context currentContext() {
        return OpenCalls.LATE_ERRORS;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        // Each payload brings at least one answer.
        subscription.request(waiting.length);
    }

    @Override
    protected void hookOnNext(Payload payload) {
        onHeard.accept(this);
        try {
            ByteBuf in = payload.sliceData();
            while (in.isReadable()) {
                int index = in.readUnsignedShort();
                CallStatus status = CallStatus.of(in.readByte());
                give(index, status, in.readSlice(in.readInt()));
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
            cancel();
            failRest(new CallException(ErrorCode.INTERNAL, service + " gave an unreadable answer"));
        } finally {
            payload.release();
        }
    }

    private void give(int index, CallStatus status, ByteBuf body) {
        OpenCall<?> call = waiting[index];
        waiting[index] = null;
        if (call != null) {
            settle(call, status, body);
        }
    }

    private <R extends MessageLite> void settle(OpenCall<R> call, CallStatus status, ByteBuf body) {
        if (status != CallStatus.ANSWERED) {
            open.fail(call, status.exception(service, call.route().name()));
            return;
        }
        try {
            open.answer(call, CallFrames.parse(call.route().reply(), body));
        } catch (InvalidProtocolBufferException unreadable) {
            open.fail(call, new CallException(ErrorCode.INTERNAL, service + " gave an unreadable answer"));
        }
    }

    @Override
    protected void hookOnComplete() {
        failRest(new CallException(ErrorCode.INTERNAL, service + " gave no answer"));
    }

    @Override
    protected void hookOnError(Throwable error) {
        failRest(new CallException(ErrorCode.TIMEOUT, "the connection to " + service + " broke before the answer"));
    }

    @Override
    protected void hookFinally(SignalType type) {
        onEnd.accept(this);
    }

    private void failRest(CallException error) {
        for (int i = 0; i < waiting.length; i++) {
            OpenCall<?> call = waiting[i];
            waiting[i] = null;
            if (call != null) {
                open.fail(call, error);
            }
        }
    }
}
