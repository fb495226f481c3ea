package im.hongyan.client.transport;

import im.hongyan.wire.Frame;
import reactor.core.publisher.Flux;

/** One open connection. Used on the client's loop only. */
public interface Link {
    /**
     * What the server sends; one subscriber. Without demand the socket is not read. Completes when the connection has
     * ended, errors when it broke or the server broke the protocol.
     */
    Flux<Frame> frames();

    /** Sends a frame; leaves with everything else that is written in this turn of the loop. Ignored after the end. */
    void write(Frame frame);

    /** Sends what was written, then ends the connection. */
    void close();
}
