package im.hongyan.link.call.rsocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.DecoderException;
import io.rsocket.DuplexConnection;
import io.rsocket.RSocketErrorException;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The connection of a client that may send what is no frame: then it is closed with a line in the log. The library would not
 * hear of it after it has refused the first frame, and the error would be dropped with a stack trace. As safe for
 * concurrent use as what it guards.
 */
record GuardedConnection(DuplexConnection guarded) implements DuplexConnection {
    private static final Logger log = LoggerFactory.getLogger(GuardedConnection.class);

    @Override
    public Flux<ByteBuf> receive() {
        return guarded.receive().onErrorResume(this::cutOff);
    }

    private Flux<ByteBuf> cutOff(Throwable error) {
        if (error instanceof DecoderException malformed) {
            log.warn("a client was cut off: {}", malformed.getMessage());
        } else {
            log.debug("a client is gone", error);
        }
        guarded.dispose();
        return Flux.empty();
    }

    @Override
    public void sendFrame(int streamId, ByteBuf frame) {
        guarded.sendFrame(streamId, frame);
    }

    @Override
    public void sendErrorAndClose(RSocketErrorException error) {
        guarded.sendErrorAndClose(error);
    }

    @Override
    public ByteBufAllocator alloc() {
        return guarded.alloc();
    }

    @Override
    public SocketAddress remoteAddress() {
        return guarded.remoteAddress();
    }

    @Override
    public Mono<Void> onClose() {
        return guarded.onClose();
    }

    @Override
    public void dispose() {
        guarded.dispose();
    }

    @Override
    public boolean isDisposed() {
        return guarded.isDisposed();
    }

    @Override
    public double availability() {
        return guarded.availability();
    }
}
