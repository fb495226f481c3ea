package im.hongyan.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;

/**
 * A connection over a Netty channel. It is the last of our handlers in the pipeline:
 *
 * <pre>{@code
 * socket → FlushConsolidationHandler → [SslHandler] → [WebSocket codec] → Carrier → NettyConnection → Reactor Netty
 * }</pre>
 *
 * Frames are taken from the source only while the channel is below its high-water mark, written together and flushed once.
 */
// A write that fails ends the channel, and that is told by its close future.
@SuppressWarnings("FutureReturnValueIgnored")
public final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);

    /** Bounds what is written before a flush where writes do not count until then (TLS). */
    private static final int FLUSH_BYTES = 64 * 1024;

    private static final int LINGER_SECONDS = 2;

    private final Channel channel;
    private final Carrier carrier;
    private final Flux<Incoming> inbound;
    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameSource source;
    private @Nullable Closing closing;
    private boolean drainScheduled;
    private boolean ended;

    /**
     * @param received what Reactor Netty hands out with demand: the items of the carrier
     */
    public NettyConnection(Channel channel, Carrier carrier, Flux<?> received) {
        this.channel = channel;
        this.carrier = carrier;
        this.inbound = received.cast(Incoming.class);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public Flux<Incoming> inbound() {
        return inbound;
    }

    @Override
    public void outbound(FrameSource frames) {
        source = frames;
        wake();
    }

    @Override
    public void wake() {
        if (!drainScheduled) {
            drainScheduled = true;
            channel.eventLoop().execute(this::drain);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        FrameSource frames = source;
        if (frames != null) {
            frames.writable(channel.isWritable());
        }
        if (channel.isWritable()) {
            wake();
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void drain() {
        drainScheduled = false;
        ChannelHandlerContext ctx = context;
        FrameSource frames = source;
        if (ctx == null || frames == null || ended || !channel.isActive()) {
            return;
        }
        boolean more = true;
        try {
            while (more && channel.isWritable()) {
                more = writeBatch(ctx, frames);
            }
        } catch (RuntimeException broken) {
            LOG.warn("a frame cannot be encoded; its connection is cut", broken);
            ended = true;
            channel.close();
            return;
        }
        Closing last = closing;
        if (!more && last != null) {
            ended = true;
            carrier.end(ctx, last);
        }
    }

    /** Writes what there is, up to a bound, and flushes once; false when there was nothing. */
    private boolean writeBatch(ChannelHandlerContext ctx, FrameSource frames) {
        Outgoing next = frames.poll();
        if (next == null) {
            return false;
        }
        int bytes = 0;
        while (true) {
            bytes += next.bytes();
            Object message = carrier.message(next, ctx.alloc());
            next = bytes < FLUSH_BYTES && channel.isWritable() ? frames.poll() : null;
            if (next == null) {
                Runnable flushed = frames.seal();
                ctx.writeAndFlush(message).addListener((ChannelFutureListener) written -> {
                    if (written.isSuccess()) {
                        flushed.run();
                    }
                });
                return true;
            }
            ctx.write(message, ctx.voidPromise());
        }
    }

    @Override
    public void admit() {
        carrier.admit();
    }

    @Override
    public int maxBodyBytes() {
        return carrier.maxBodyBytes();
    }

    @Override
    public long receivedBytes() {
        return carrier.receivedBytes();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved("unknown", 0);
    }

    @Override
    public Executor executor() {
        return channel.eventLoop();
    }

    @Override
    public Mono<Void> onClose() {
        return FutureMono.from(channel.closeFuture());
    }

    @Override
    public void close(Closing reason) {
        if (closing != null || !channel.isActive()) {
            return;
        }
        closing = reason;
        carrier.mute();
        var cut = channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> cut.cancel(false));
        wake();
    }
}
