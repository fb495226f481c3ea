package im.hongyan.link.call;

import com.google.protobuf.MessageLite;
import reactor.core.publisher.MonoSink;

/** A call that waits for its answer; for the transports. Compared by identity. */
public final class OpenCall<R extends MessageLite> {
    private final int id;
    private final Route<?, R> route;
    private final MessageLite request;
    private final long deadlineNanos;
    private final MonoSink<R> sink;

    /**
     * @param id unique among the open calls of one client
     * @param deadlineNanos of {@link System#nanoTime()}
     */
    OpenCall(int id, Route<?, R> route, MessageLite request, long deadlineNanos, MonoSink<R> sink) {
        this.id = id;
        this.route = route;
        this.request = request;
        this.deadlineNanos = deadlineNanos;
        this.sink = sink;
    }

    int id() {
        return id;
    }

    public Route<?, R> route() {
        return route;
    }

    public MessageLite request() {
        return request;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    MonoSink<R> sink() {
        return sink;
    }
}
