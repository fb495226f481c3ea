package im.hongyan.gateway.transport;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One client connection, whatever carries it. Everything here but {@link #onClose} and {@link #remoteAddress} is called on
 * {@link #executor()} only, and everything it signals is signalled there.
 */
public interface Connection {

    /**
     * What the client sends, read from the socket only as far as it is asked for. One subscriber. Completes when the client
     * has left or broke the protocol for good; the last item says how. Cancelling closes the connection.
     */
    Flux<Incoming> inbound();

    /** From now on frames are taken from {@code source}. Called once. */
    void outbound(FrameSource source);

    /** The source has something to take, or had before it was ready to be asked. Cheap to call often. */
    void wake();

    /** The client has logged in: bodies up to {@link #maxBodyBytes} are read, and more than one frame. */
    void admit();

    /** The largest body after login. */
    int maxBodyBytes();

    /** Bytes of frames received so far. */
    long receivedBytes();

    /** Where the client comes from. */
    InetSocketAddress remoteAddress();

    /** The one thread of this connection. */
    Executor executor();

    /** Completes when the socket is closed, by whomever. */
    Mono<Void> onClose();

    /**
     * Nothing is read any more; what the source still gives is sent, then the connection ends. It is cut when that takes
     * longer than a moment. Calling again changes nothing.
     */
    void close(Closing closing);
}
