package im.hongyan.gateway.transport;

import im.hongyan.wire.Frame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The client's end of a connection under test. */
public interface TestClient extends AutoCloseable {

    /** Sends one frame. */
    void send(Frame frame);

    /** Reads one frame; null when the server has closed or nothing comes in time. */
    @Nullable Frame receive(Duration patience);

    /** Whether the server closes within this time, whatever it still sends. */
    boolean isClosedWithin(Duration patience);

    /** Goes away. */
    @Override
    void close();
}
