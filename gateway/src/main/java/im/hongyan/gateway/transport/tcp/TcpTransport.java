package im.hongyan.gateway.transport.tcp;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.Connection;
import im.hongyan.gateway.transport.NettyConnection;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import im.hongyan.gateway.transport.port.OpenPort;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.NettyPipeline;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.TcpServer;

/**
 * Listens for clients over TCP, with TLS when a bundle is configured. Started last and stopped first among the servers:
 * {@link #stop} only stops listening; whoever serves the connections ends them.
 */
@Component
public final class TcpTransport implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);
    private static final Duration START = Duration.ofSeconds(10);

    private final TransportProperties properties;
    private final Acceptor acceptor;
    private final ConnectionLimits limits;
    private final Wheel wheel;
    private final ReactorResourceFactory resources;
    private final SslBundles bundles;
    private volatile @Nullable DisposableServer server;

    TcpTransport(
            TransportProperties properties,
            Acceptor acceptor,
            ConnectionLimits limits,
            Wheel wheel,
            ReactorResourceFactory resources,
            SslBundles bundles) {
        this.properties = properties;
        this.acceptor = acceptor;
        this.limits = limits;
        this.wheel = wheel;
        this.resources = resources;
        this.bundles = bundles;
    }

    /** Where it listens; null when it does not. */
    public @Nullable InetSocketAddress address() {
        DisposableServer bound = server;
        return bound != null && bound.address() instanceof InetSocketAddress address ? address : null;
    }

    @Override
    public void start() {
        WriteBufferWaterMark waterMark =
                new WriteBufferWaterMark((int) properties.lowWater().toBytes(), (int)
                        properties.highWater().toBytes());
        TcpServer tcp = TcpServer.create()
                .host(properties.tcpHost())
                .port(properties.tcpPort())
                .runOn(resources.getLoopResources(), true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark)
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addFirst(
                                new TcpGuard(limits, wheel, properties.handshakeDeadline()),
                                new FlushConsolidationHandler()))
                .handle((in, out) -> serve(in));
        server = secured(tcp).bindNow(START);
        InetSocketAddress bound = address();
        OpenPort.warn(
                "TCP",
                "hongyan.gateway.transport.tls-bundle",
                bound == null ? null : bound.getAddress(),
                !properties.tlsBundle().isEmpty());
        LOG.info("listening for clients over {} on {}", properties.tlsBundle().isEmpty() ? "TCP" : "TLS", bound);
    }

    private TcpServer secured(TcpServer tcp) {
        return properties.tlsBundle().isEmpty() ? tcp : tcp.secure(tls());
    }

    private SslProvider tls() {
        var managers = bundles.getBundle(properties.tlsBundle()).getManagers();
        try {
            return SslProvider.builder()
                    .sslContext(SslContextBuilder.forServer(managers.getKeyManagerFactory())
                            .protocols("TLSv1.3", "TLSv1.2")
                            .build())
                    // The guard has its eye on that.
                    .handshakeTimeout(Duration.ZERO)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(
                    "hongyan.gateway.transport.tls-bundle names a bundle that makes no server certificate", e);
        }
    }

    private Mono<Void> serve(NettyInbound in) {
        Channel[] channel = new Channel[1];
        in.withConnection(connection -> channel[0] = connection.channel());
        FrameDecoder decoder = new FrameDecoder(
                wheel, properties.frameDeadline(), (int) properties.frameBody().toBytes());
        NettyConnection connection = new NettyConnection(channel[0], decoder, in.receiveObject());
        channel[0]
                .pipeline()
                .addBefore(NettyPipeline.ReactiveBridge, "hongyan.frames", decoder)
                .addBefore(NettyPipeline.ReactiveBridge, "hongyan.connection", connection);
        Problem refusal = channel[0].pipeline().get(TcpGuard.class).refusal();
        return refusal == null ? acceptor.serve(connection) : refuse(connection, refusal);
    }

    private static Mono<Void> refuse(Connection connection, Problem refusal) {
        connection.outbound(OneFrame.of(Problems.frame(0, refusal)));
        connection.close(Closing.of(Refusals.code(refusal)));
        return connection.onClose();
    }

    @Override
    public void stop() {
        DisposableServer bound = server;
        if (bound != null) {
            bound.disposeNow(START);
            server = null;
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
