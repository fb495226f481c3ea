package im.hongyan.gateway.transport.tcp;

import im.hongyan.gateway.transport.FrameSource;
import im.hongyan.gateway.transport.Outgoing;
import im.hongyan.wire.Frame;
import org.jspecify.annotations.Nullable;

/** The whole conversation with a client that is turned away. */
final class OneFrame implements FrameSource {
    private @Nullable Outgoing frame;

    private OneFrame(Outgoing frame) {
        this.frame = frame;
    }

    static OneFrame of(Frame frame) {
        return new OneFrame(new Outgoing.Own(frame));
    }

    @Override
    public @Nullable Outgoing poll() {
        Outgoing last = frame;
        frame = null;
        return last;
    }

    @Override
    public Runnable seal() {
        return () -> {};
    }

    @Override
    public void writable(boolean now) {}
}
