package im.hongyan.client.transport;

import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Pong;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** A link whose other end is the test. */
public final class MemoryLink implements Link {
    private final Sinks.Many<Frame> incoming = Sinks.many().unicast().onBackpressureBuffer();
    private final List<Frame> written = new ArrayList<>();
    private boolean closed;
    private boolean answersPings = true;

    @Override
    public Flux<Frame> frames() {
        return incoming.asFlux();
    }

    @Override
    public void write(Frame frame) {
        if (!closed) {
            written.add(frame);
            if (answersPings && frame.type() == FrameType.PING) {
                push(new Frame(FrameType.PONG, frame.requestId(), Pong.getDefaultInstance()));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The server says nothing any more. */
    public void fallSilent() {
        answersPings = false;
    }

    /** The server sends this. */
    public void push(Frame frame) {
        incoming.tryEmitNext(frame);
    }

    /** The connection ends without a word. */
    public void end() {
        incoming.tryEmitComplete();
    }

    public boolean isClosed() {
        return closed;
    }

    public List<Frame> written() {
        return written;
    }

    public List<Frame> written(FrameType type) {
        return written.stream().filter(frame -> frame.type() == type).toList();
    }
}
