package im.hongyan.gateway.transport.http;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import im.hongyan.gateway.transport.port.FrameDeadline;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Problem;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.NettyPipeline;

/**
 * The first at an HTTP connection, before a byte of it is parsed: counts it from the moment when it is accepted, and ends it
 * when a request that has begun is not complete in time, however it drips; refuses more headers than anybody needs. Who has
 * not begun one is left to the server's idle timeout, with TLS and without. Confined to its event loop.
 */
// A write that fails ends the channel, and that is told by its close future.
@SuppressWarnings("FutureReturnValueIgnored")
public final class HttpGuard extends ChannelInboundHandlerAdapter {
    private static final String NAME = "hongyan.guard";
    private static final String BYTES = "hongyan.bytes";
    private static final String REQUESTS = "hongyan.requests";
    private static final int LINGER_SECONDS = 2;
    private static final int MAX_HEADERS = 100;
    private static final String WHO = "an HTTP connection";

    private final ConnectionLimits limits;
    private final Refusals refusals;
    private final Duration patience;
    private final FrameDeadline deadline;
    private boolean within;
    private boolean ended;
    private long requests;

    HttpGuard(ConnectionLimits limits, Refusals refusals, Wheel wheel, Duration patience) {
        this.limits = limits;
        this.refusals = refusals;
        this.patience = patience;
        this.deadline = new FrameDeadline(wheel, patience, channel -> true, this::late);
    }

    /** Where the codec is not there yet (HTTP/2), requests are not seen and have no deadline. */
    void join(ChannelPipeline pipeline) {
        pipeline.addFirst(NAME, this);
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, new Bytes());
            pipeline.addAfter(NettyPipeline.HttpCodec, REQUESTS, new Requests());
        }
    }

    /** There are no requests any more: the connection has become another. It stays counted. */
    public static void leave(ChannelPipeline pipeline) {
        if (pipeline.get(NAME) instanceof HttpGuard guard) {
            guard.ended = true;
            pipeline.remove(NAME);
        }
        if (pipeline.get(REQUESTS) != null) {
            pipeline.remove(BYTES);
            pipeline.remove(REQUESTS);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.stop();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Problem full = limits.enter(ctx.channel(), WHO);
        if (full == null) {
            ctx.fireChannelActive();
        } else {
            end(ctx, Refusal.of(full));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (ended) {
            ReferenceCountUtil.release(msg);
        } else {
            ctx.fireChannelRead(msg);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        deadline.look(ctx, within && !ended, requests);
        ctx.fireChannelReadComplete();
    }

    /** Between TLS, if there is one, and the codec: what arrives here has begun a request, which no handshake does. */
    private final class Bytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            within = true;
            ctx.fireChannelRead(msg);
        }
    }

    /** Behind the codec: sees where requests begin and end, and which are none. */
    private final class Requests extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (msg instanceof HttpRequest request) {
                within = true;
                if (request.headers().size() > MAX_HEADERS) {
                    request.setDecoderResult(DecoderResult.failure(
                            new TooLongHttpHeaderException("a request has at most " + MAX_HEADERS + " headers")));
                }
                if (request.decoderResult().isFailure()) {
                    unreadable(request.decoderResult().cause());
                }
            }
            if (msg instanceof LastHttpContent) {
                within = false;
                requests++;
            }
            ctx.fireChannelRead(msg);
        }
    }

    /** The server answers it by itself, with 400, 414 or 431. Who has left in the middle is refused nothing. */
    private void unreadable(Throwable cause) {
        if (!(cause instanceof PrematureChannelClosureException)) {
            refusals.last(
                    cause instanceof TooLongFrameException ? ErrorCode.FRAME_TOO_LARGE : ErrorCode.MALFORMED, WHO);
        }
    }

    private void late(ChannelHandlerContext ctx) {
        if (!ended) {
            end(
                    ctx,
                    Refusal.of(
                                    ErrorCode.TIMEOUT,
                                    "a request arrives within " + patience.toMillis() + " ms of its first byte")
                            .recorded(refusals, WHO));
        }
    }

    /** On record already: says why, unless that would go past TLS, and reads on for a moment so that the words arrive. */
    private void end(ChannelHandlerContext ctx, Refusal refusal) {
        ended = true;
        if (ctx.pipeline().get(SslHandler.class) != null || !(ctx.channel() instanceof DuplexChannel channel)) {
            ctx.close();
            return;
        }
        var cut = ctx.executor().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> cut.cancel(false));
        ctx.writeAndFlush(refusal.lastWords(ctx.alloc())).addListener((ChannelFutureListener) told -> {
            channel.shutdownOutput();
            channel.config().setAutoRead(true);
        });
    }
}
