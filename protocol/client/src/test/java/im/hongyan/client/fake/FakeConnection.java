package im.hongyan.client.fake;

import com.google.protobuf.MessageLite;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.Problems;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** One connection of the fake server. */
public final class FakeConnection {
    private final Sinks.Many<byte[]> out = Sinks.many().unicast().onBackpressureBuffer();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong handedOver = new AtomicLong();
    private final List<Frame> received = new CopyOnWriteArrayList<>();
    private final Runnable closer;
    private byte[] rest = new byte[0];
    private volatile @Nullable Hello hello;
    private volatile String user = "";

    FakeConnection(Runnable closer) {
        this.closer = closer;
    }

    /** All frames that the client has sent. */
    public List<Frame> received() {
        return received;
    }

    /** Those of one type, as their bodies. */
    public <T extends MessageLite> List<T> received(FrameType type, Class<T> body) {
        return received.stream()
                .filter(frame -> frame.type() == type)
                .map(frame -> body.cast(frame.body()))
                .toList();
    }

    public String user() {
        return user;
    }

    public @Nullable Hello hello() {
        return hello;
    }

    /** Bytes that were written but not taken by the socket. */
    public long backlogBytes() {
        return written.get() - handedOver.get();
    }

    public void deliver(Message message) {
        write(
                FrameType.DELIVER,
                0,
                im.hongyan.wire.frame.Deliver.newBuilder().setMessage(message).build());
    }

    public void refuse(int requestId, ErrorCode code, long retryAfterMillis) {
        Problem problem = Problems.retryAfter(code, "the fake server says " + code, retryAfterMillis);
        write(FrameType.ERROR, requestId, problem);
    }

    public void goodbye(ErrorCode code, boolean reconnect, long afterMillis) {
        write(
                FrameType.GOODBYE,
                0,
                Goodbye.newBuilder()
                        .setCode(code.name())
                        .setMessage("the fake server says goodbye")
                        .setReconnect(reconnect)
                        .setReconnectAfterMillis(afterMillis)
                        .build());
        close();
    }

    /** Ends the connection after what was written. */
    public void close() {
        synchronized (out) {
            out.tryEmitComplete();
        }
    }

    /** Cuts the connection. */
    public void cut() {
        closer.run();
    }

    public void write(FrameType type, int requestId, MessageLite body) {
        byte[] bytes = FrameCodec.encode(new Frame(type, requestId, body)).array();
        synchronized (out) {
            written.addAndGet(bytes.length);
            out.tryEmitNext(bytes);
        }
    }

    Flux<byte[]> outbound() {
        return out.asFlux().doOnNext(bytes -> handedOver.addAndGet(bytes.length));
    }

    void said(Hello said, String who) {
        hello = said;
        user = who;
    }

    /** The frames that are whole now that these bytes have come. */
    List<Frame> feed(byte[] bytes) {
        ByteBuffer all = ByteBuffer.allocate(rest.length + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        List<Frame> frames = new java.util.ArrayList<>();
        try {
            for (Frame frame = FrameCodec.decode(all, WireLimits.BODY_BYTES);
                    frame != null;
                    frame = FrameCodec.decode(all, WireLimits.BODY_BYTES)) {
                frames.add(frame);
            }
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
        rest = new byte[all.remaining()];
        all.get(rest);
        received.addAll(frames);
        return frames;
    }
}
