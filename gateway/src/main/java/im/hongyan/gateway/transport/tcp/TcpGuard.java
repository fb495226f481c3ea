package im.hongyan.gateway.transport.tcp;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import im.hongyan.wire.frame.Problem;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The first at a TCP connection, before a byte of it is parsed: counts it from the moment when it is accepted, and ends it
 * when TLS is not agreed on in time. Confined to its event loop.
 */
// A close that fails is told by the close future.
@SuppressWarnings("FutureReturnValueIgnored")
final class TcpGuard extends ChannelInboundHandlerAdapter {
    private static final String WHO = "a TCP connection";

    private final ConnectionLimits limits;
    private final Wheel wheel;
    private final Duration patience;
    private @Nullable Problem refusal;

    /**
     * @param patience with the handshake of TLS
     */
    TcpGuard(ConnectionLimits limits, Wheel wheel, Duration patience) {
        this.limits = limits;
        this.wheel = wheel;
        this.patience = patience;
    }

    /** Why it is not let in, which is on record; null when it is. */
    @Nullable Problem refusal() {
        return refusal;
    }

    /** Who is refused is told why, but no handshake is made for that. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        refusal = limits.enter(ctx.channel(), WHO);
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null && refusal != null) {
            ctx.close();
            return;
        }
        if (tls != null) {
            Wheel.Alarm alarm = wheel.in(patience, ctx.executor(), () -> late(ctx, tls));
            tls.handshakeFuture().addListener(agreed -> alarm.cancel());
        }
        ctx.fireChannelActive();
    }

    private void late(ChannelHandlerContext ctx, SslHandler tls) {
        if (!tls.handshakeFuture().isDone() && ctx.channel().isActive()) {
            limits.late(WHO);
            ctx.close();
        }
    }
}
