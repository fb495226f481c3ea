package im.hongyan.link.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import org.springframework.boot.web.embedded.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Keeps a connection readable. Reactor Netty 1.2.18 reads the next request only when it is told to, and forgets to tell itself
 * when a request that came before its predecessor was done is answered at once
 * (<a href="https://github.com/reactor/reactor-netty/issues/4361">issue 4361</a>): the connection stays open and is never
 * read again, the client waits. Here, whenever a request is complete and no request is at work any more, the connection is
 * told to read; told twice is as good as once. To be removed with the release that has the fix.
 */
public final class ReadsOn implements NettyServerCustomizer {
    private static final String NAME = "hongyan.readsOn";

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, remote) -> {
            if (channel.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
                channel.pipeline().addAfter(NettyPipeline.HttpTrafficHandler, NAME, Handler.INSTANCE);
            }
        });
    }

    /** Confined to the event loop, without state. */
    @ChannelHandler.Sharable
    private static final class Handler extends ChannelInboundHandlerAdapter {
        private static final Handler INSTANCE = new Handler();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean complete = message instanceof LastHttpContent;
            context.fireChannelRead(message);
            if (complete) {
                context.executor().execute(() -> readUnlessBusy(context.channel()));
            }
        }

        private static void readUnlessBusy(Channel channel) {
            if (!(ChannelOperations.get(channel) instanceof HttpServerRequest)) {
                channel.read();
            }
        }
    }
}
