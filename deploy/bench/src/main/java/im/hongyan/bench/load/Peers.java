package im.hongyan.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Connects many users on few threads. */
final class Peers implements AutoCloseable {
    /** Connections from one local address; beyond it the next of 127.0.0.x is used, because ports of one address run out. */
    private static final int PER_LOCAL_ADDRESS = 10_000;

    /** Handshakes under way at once. */
    private static final int CONNECTING = 200;

    private final Target target;
    private final UnaryOperator<String> tokens;
    private final EventLoopGroup loops;
    private int connections;

    /** @param tokens the credential of a user */
    Peers(Target target, UnaryOperator<String> tokens, int threads) {
        this.target = target;
        this.tokens = tokens;
        this.loops = Epoll.isAvailable() ? new EpollEventLoopGroup(threads) : new NioEventLoopGroup(threads);
    }

    /** Connects the users; all are welcomed when this returns, in the same order. */
    List<Peer> connect(List<String> users, PeerListener listener) throws Exception {
        List<CompletableFuture<Peer>> welcomes = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            if (i >= CONNECTING) {
                welcomes.get(i - CONNECTING).get(30, TimeUnit.SECONDS);
            }
            welcomes.add(connect(users.get(i), listener));
        }
        List<Peer> peers = new ArrayList<>();
        for (CompletableFuture<Peer> welcome : welcomes) {
            peers.add(welcome.get(30, TimeUnit.SECONDS));
        }
        return peers;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener tells what the future would
    private CompletableFuture<Peer> connect(String user, PeerListener listener) {
        CompletableFuture<Peer> connected = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Peer peer = new Peer(user, tokens.apply(user), target.transport(), listener, channel);
                        peer.welcome().whenComplete((welcomed, failure) -> {
                            if (failure == null) {
                                connected.complete(welcomed);
                            } else {
                                connected.completeExceptionally(failure);
                            }
                        });
                        assemble(channel, peer);
                    }
                });
        dial(bootstrap).addListener(done -> {
            if (!done.isSuccess()) {
                connected.completeExceptionally(done.cause());
            }
        });
        return connected;
    }

    private ChannelFuture dial(Bootstrap bootstrap) {
        int port = target.transport() == Transport.WS ? target.httpPort() : target.tcpPort();
        InetSocketAddress remote = new InetSocketAddress(target.host(), port);
        int addresses = connections++ / PER_LOCAL_ADDRESS;
        if (addresses == 0 || !remote.getAddress().isLoopbackAddress()) {
            return bootstrap.connect(remote);
        }
        if (Epoll.isAvailable()) {
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return bootstrap.connect(remote, new InetSocketAddress("127.0.0." + (1 + addresses), 0));
    }

    private void assemble(Channel channel, Peer peer) {
        channel.pipeline().addLast(new FlushConsolidationHandler(256, true));
        if (target.transport() == Transport.TCP) {
            channel.pipeline().addLast(new FrameCutter(), peer, new OnReady(peer));
            return;
        }
        URI uri = URI.create("ws://" + target.host() + ":" + target.httpPort() + "/ws");
        var handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                uri, WebSocketVersion.V13, "hongyan.v1", false, new DefaultHttpHeaders(), FrameCutter.MAX_BODY_BYTES);
        channel.pipeline()
                .addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(65_536),
                        new WebSocketClientProtocolHandler(handshaker),
                        new Unwrap(),
                        new FrameCutter(),
                        peer,
                        new OnReady(peer));
    }

    /** Says hello once bytes can flow: TCP connected, or the WebSocket handshake done. */
    private final class OnReady extends ChannelInboundHandlerAdapter {
        private final Peer peer;

        OnReady(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (target.transport() == Transport.TCP) {
                peer.hello();
            }
            context.fireChannelActive();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                peer.hello();
            }
            context.fireUserEventTriggered(event);
        }
    }

    /** The bytes of a binary WebSocket message. */
    private static final class Unwrap extends MessageToMessageDecoder<BinaryWebSocketFrame> {
        @Override
        protected void decode(ChannelHandlerContext context, BinaryWebSocketFrame message, List<Object> out) {
            out.add(message.content().retain());
        }
    }
}
