package im.hongyan.client.transport;

import im.hongyan.client.loop.NettyLoop;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpResources;

/**
 * Connects over Reactor Netty, every connection on the client's own event loop.
 *
 * <pre>
 * TCP        bytes → [TLS] → FrameDecoder → Link
 * WebSocket  bytes → [TLS] → HTTP upgrade → one binary message = one frame → Link
 * </pre>
 */
public final class NettyConnector implements Connector {
    private static final String SUBPROTOCOL = "hongyan.v1";
    private static final int FRAME_BYTES = WireLimits.BODY_BYTES + 12;

    private final PinnedLoop loop;
    private final Duration connectTimeout;
    private final @Nullable SslContext tls;

    /**
     * Connects on this loop. Reads certificates: not to be made on an event loop.
     *
     * @param trust for endpoints with TLS; null when there are none
     * @throws IllegalArgumentException when the certificates cannot be read
     */
    public NettyConnector(NettyLoop loop, Duration connectTimeout, @Nullable Trust trust) {
        this.loop = new PinnedLoop(loop.eventLoop());
        this.connectTimeout = connectTimeout;
        this.tls = trust == null ? null : Tls.context(trust);
    }

    @Override
    public Mono<Link> connect(Endpoint endpoint) {
        return Mono.defer(() -> switch (endpoint.carrier()) {
            case TCP -> connectTcp(endpoint);
            case WEB_SOCKET -> connectWebSocket(endpoint);
        });
    }

    private Mono<Link> connectTcp(Endpoint endpoint) {
        TcpClient client = TcpClient.create(ConnectionProvider.newConnection())
                .host(endpoint.host())
                .port(endpoint.port())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .runOn(loop)
                .resolver(Names.RESOLVER)
                .doOnConnected(connection -> connection.addHandlerLast(new FrameDecoder()));
        if (endpoint.tls()) {
            SslContext context = context();
            client = client.secure(spec -> spec.sslContext(context));
        }
        return client.connect()
                .map(connection -> new NettyLink(
                        connection.channel(),
                        endpoint.carrier(),
                        connection.inbound().receiveObject().cast(Frame.class)));
    }

    private Mono<Link> connectWebSocket(Endpoint endpoint) {
        HttpClient client = HttpClient.create(ConnectionProvider.newConnection())
                .host(endpoint.host())
                .port(endpoint.port())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .runOn(loop)
                .resolver(Names.RESOLVER);
        if (endpoint.tls()) {
            SslContext context = context();
            client = client.secure(spec -> spec.sslContext(context));
        }
        WebsocketClientSpec spec = WebsocketClientSpec.builder()
                .protocols(SUBPROTOCOL)
                .maxFramePayloadLength(FRAME_BYTES)
                .build();
        return client.websocket(spec)
                .uri(endpoint.path())
                .connect()
                .timeout(connectTimeout.multipliedBy(2))
                .map(connection -> new NettyLink(connection.channel(), endpoint.carrier(), messages(connection)));
    }

    private static Flux<Frame> messages(Connection connection) {
        WebsocketInbound inbound = (WebsocketInbound) connection.inbound();
        return inbound.aggregateFrames(FRAME_BYTES).receiveFrames().handle((message, sink) -> {
            try {
                Frame frame = decode(message);
                if (frame != null) {
                    sink.next(frame);
                }
            } catch (WireException e) {
                if (!e.recoverable()) {
                    sink.error(e);
                }
            }
        });
    }

    private static @Nullable Frame decode(WebSocketFrame message) throws WireException {
        if (!(message instanceof BinaryWebSocketFrame)) {
            return null;
        }
        ByteBuffer bytes = message.content().nioBuffer();
        Frame frame = FrameCodec.decode(bytes, WireLimits.BODY_BYTES);
        if (frame == null || bytes.hasRemaining()) {
            throw new WireException(ErrorCode.MALFORMED, "a binary message is exactly one frame");
        }
        return frame;
    }

    private SslContext context() {
        if (tls == null) {
            throw new IllegalStateException("this connector was made without TLS");
        }
        return tls;
    }

    /** One resolver for all clients of the process: each of its event loops has one socket for it. */
    private static final class Names {
        static final AddressResolverGroup<?> RESOLVER = new DnsAddressResolverGroup(
                TcpResources.get()
                        .onChannelClass(
                                DatagramChannel.class, TcpResources.get().onClient(LoopResources.DEFAULT_NATIVE)),
                DnsServerAddressStreamProviders.platformDefault());
    }
}
