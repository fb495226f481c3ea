package im.hongyan.bench.relay;

import im.hongyan.bench.driver.Frames;
import io.netty.channel.ChannelOption;
import io.netty.handler.flush.FlushConsolidationHandler;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.tcp.TcpServer;

/** A raw relay on Reactor Netty's TCP server: flushes together ← frames ← {@link RelaySession}. */
public final class Relay implements AutoCloseable {
    private static final int FLUSHES = 256;

    private final DisposableServer server;

    /**
     * Listens on loopback.
     *
     * @param port 0: any free one
     */
    public Relay(int port) {
        RelayMembers members = new RelayMembers();
        server = TcpServer.create()
                .host("127.0.0.1")
                .port(port)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addFirst(new FlushConsolidationHandler(FLUSHES, true))
                        .addBefore(NettyPipeline.ReactiveBridge, "frames", new Frames.FromBytes())
                        .addBefore(NettyPipeline.ReactiveBridge, "session", new RelaySession(members)))
                .handle((in, out) -> in.receive().then())
                .bindNow();
    }

    public int port() {
        return server.port();
    }

    /** Serves until {@link #close}. */
    public void await() {
        server.onDispose().block();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
