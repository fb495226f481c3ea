package im.hongyan.gateway.transport;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A connection without a socket: the same contract, with the client's side in reach of a test. Frames pass through the codec
 * as bytes, so nothing is carried here that a socket would not carry. The client reads by itself unless it is told not to.
 */
public final class InMemoryConnection implements Connection {
    private static final int HIGH_WATER = 64 * 1024;

    private final Trampoline executor = new Trampoline();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final Inbound inbound = new Inbound();
    private final List<Frame> received = new ArrayList<>();
    private final ArrayDeque<Written> unread = new ArrayDeque<>();
    private @Nullable FrameSource source;
    private @Nullable Closing closing;
    private boolean admitted;
    private boolean reading = true;
    private boolean writable = true;
    private boolean open = true;
    private int frames;
    private int unreadBytes;
    private long receivedBytes;

    private record Written(Frame frame, int bytes, Runnable flushed) {}

    // ---- the client's side -------------------------------------------------------------------------------------

    /** The client sends a frame. */
    public void send(Frame frame) {
        send(FrameCodec.encode(frame));
    }

    /** The client sends bytes, whole frames or not frames at all. */
    public void send(ByteBuffer bytes) {
        executor.execute(() -> {
            receivedBytes += bytes.remaining();
            while (bytes.hasRemaining() && closing == null && !inbound.done) {
                Incoming next = decode(bytes);
                inbound.offer(next);
                if (next instanceof Incoming.Refused refused && !refused.rule().recoverable()) {
                    inbound.done = true;
                }
            }
        });
    }

    private Incoming decode(ByteBuffer bytes) {
        try {
            if (!admitted && frames++ > 0) {
                throw new WireException(ErrorCode.AUTH_REQUIRED, "nothing follows HELLO before WELCOME");
            }
            Frame frame = FrameCodec.decode(bytes, admitted ? maxBodyBytes() : WireLimits.BODY_BYTES_BEFORE_LOGIN);
            if (frame == null) {
                throw new WireException(ErrorCode.MALFORMED, "this carrier takes whole frames");
            }
            return new Incoming.Received(frame);
        } catch (WireException broken) {
            return new Incoming.Refused(broken);
        }
    }

    /** What the client has read so far. */
    public synchronized List<Frame> received() {
        return List.copyOf(received);
    }

    /** The client reads no more. */
    public void stopReading() {
        executor.execute(() -> reading = false);
    }

    /** The client reads again, what has piled up first. */
    public void readAgain() {
        executor.execute(() -> {
            reading = true;
            read();
            drain();
        });
    }

    /** The client reads what has piled up, and no more. */
    public void readOnce() {
        executor.execute(() -> {
            reading = true;
            read();
            reading = false;
            drain();
        });
    }

    /** The client is gone. */
    public void leave() {
        executor.execute(this::shut);
    }

    public boolean isOpen() {
        return open;
    }

    /** How the server closed; null when it did not. */
    public @Nullable Closing closing() {
        return closing;
    }

    /** Bytes that were written and not read. */
    public int unreadBytes() {
        return unreadBytes;
    }

    /** Frames that the server could read and did not ask for. */
    public int notAskedFor() {
        return inbound.queue.size();
    }

    // ---- the server's side -------------------------------------------------------------------------------------

    @Override
    public Flux<Incoming> inbound() {
        return inbound;
    }

    @Override
    public void outbound(FrameSource frameSource) {
        source = frameSource;
        wake();
    }

    @Override
    public void wake() {
        executor.execute(this::drain);
    }

    private void drain() {
        FrameSource from = source;
        if (from == null || !open) {
            return;
        }
        while (writable) {
            Outgoing next = from.poll();
            if (next == null) {
                if (closing != null && unread.isEmpty()) {
                    shut();
                }
                return;
            }
            write(next, from);
        }
    }

    private void write(Outgoing next, FrameSource from) {
        ByteBuf buffer = next.binary(UnpooledByteBufAllocator.DEFAULT);
        try {
            Frame frame = FrameCodec.decode(buffer.nioBuffer(), 1 << 24);
            unread.add(new Written(Objects.requireNonNull(frame), buffer.readableBytes(), from.seal()));
            unreadBytes += buffer.readableBytes();
        } catch (WireException e) {
            throw new AssertionError("the server sent what is no frame", e);
        } finally {
            buffer.release();
        }
        read();
        if (unreadBytes > HIGH_WATER && writable) {
            writable = false;
            from.writable(false);
        }
    }

    private void read() {
        while (reading && !unread.isEmpty()) {
            Written next = unread.remove();
            unreadBytes -= next.bytes();
            synchronized (this) {
                received.add(next.frame());
            }
            executor.execute(next.flushed());
        }
        FrameSource from = source;
        if (!writable && unreadBytes <= HIGH_WATER / 2 && from != null) {
            writable = true;
            from.writable(true);
        }
    }

    @Override
    public void admit() {
        admitted = true;
    }

    @Override
    public int maxBodyBytes() {
        return WireLimits.BODY_BYTES;
    }

    @Override
    public long receivedBytes() {
        return receivedBytes;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4);
    }

    @Override
    public Trampoline executor() {
        return executor;
    }

    @Override
    public Mono<Void> onClose() {
        return closed.asMono();
    }

    @Override
    public void close(Closing reason) {
        if (closing == null) {
            closing = reason;
            inbound.queue.clear();
            wake();
        }
    }

    /** The moment after which a real connection is cut has passed. */
    public void cut() {
        executor.execute(this::shut);
    }

    private void shut() {
        if (open) {
            open = false;
            inbound.complete();
            closed.tryEmitEmpty();
        }
    }

    /** Hands out what was sent as far as it is asked for. */
    private final class Inbound extends Flux<Incoming> implements Subscription {
        private final ArrayDeque<Incoming> queue = new ArrayDeque<>();
        private @Nullable CoreSubscriber<? super Incoming> subscriber;
        private long asked;
        private boolean done;

        @Override
        public void subscribe(CoreSubscriber<? super Incoming> actual) {
            subscriber = actual;
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            asked += n;
            executor.execute(this::hand);
        }

        @Override
        public void cancel() {
            executor.execute(InMemoryConnection.this::shut);
        }

        private void offer(Incoming next) {
            queue.add(next);
            hand();
        }

        private void hand() {
            CoreSubscriber<? super Incoming> to = subscriber;
            while (to != null && asked > 0 && !queue.isEmpty() && open) {
                asked--;
                to.onNext(queue.remove());
            }
        }

        private void complete() {
            CoreSubscriber<? super Incoming> to = subscriber;
            subscriber = null;
            if (to != null) {
                to.onComplete();
            }
        }
    }
}
