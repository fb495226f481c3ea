package im.hongyan.e2e.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * Listens on loopback and passes every connection on to one server, with the faults that it is told. Both ends are read
 * only as fast as the other takes. Safe for concurrent use; {@link #close} ends all connections.
 */
public final class FaultProxy implements AutoCloseable {
    private final Map<Direction, Lane> lanes;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final LongAdder connections = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder resets = new LongAdder();
    private final LoopResources loop = LoopResources.create("fault-proxy", 1, true);
    private final TcpClient upstream;
    private final DisposableServer server;
    private volatile boolean refusing;

    private FaultProxy(String host, int port, long seed) {
        lanes = Map.of(Direction.TO_SERVER, new Lane(seed), Direction.TO_CLIENT, new Lane(seed + 1));
        upstream = TcpClient.newConnection().host(host).port(port).runOn(loop).option(ChannelOption.TCP_NODELAY, true);
        server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loop)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .doOnConnection(open::add)
                .handle(this::serve)
                .bindNow();
    }

    /** A proxy in front of that server, without a fault yet. */
    public static FaultProxy to(String host, int port) {
        return new FaultProxy(host, port, 1);
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    // ---- faults; each replaces the direction's fault before it

    public void delay(Direction direction, Duration time) {
        lane(direction).become(new Evil.Delay(time));
    }

    /** Until {@link #heal} nothing gets through that way, no byte and no close: a one-way cut, or with both ways a black hole. */
    public void hold(Direction direction) {
        lane(direction).hold();
    }

    public void singleBytes(Direction direction) {
        lane(direction).become(new Evil.SingleBytes());
    }

    /** From now on each chunk of that direction is, with these odds, cut in half and followed by a reset of both ends. */
    public void resetInMidFrame(Direction direction, double odds) {
        lane(direction).become(new Evil.Resets(odds));
    }

    /** Resets all connections that are open now. */
    public void resetAll() {
        reset(List.copyOf(open));
    }

    /** Until {@link #heal} new connections are reset at once. */
    public void refuse() {
        refusing = true;
    }

    /** No fault from now on; what was held goes on. */
    public void heal() {
        refusing = false;
        lanes.values().forEach(lane -> lane.become(new Evil.None()));
    }

    public Evidence evidence() {
        Lane there = lane(Direction.TO_SERVER);
        Lane back = lane(Direction.TO_CLIENT);
        return new Evidence(
                connections.sum(),
                refused.sum(),
                resets.sum(),
                there.held.sum() + back.held.sum(),
                there.delayed.sum() + back.delayed.sum(),
                there.split.sum() + back.split.sum(),
                there.bytes.sum(),
                back.bytes.sum());
    }

    @Override
    public void close() {
        heal();
        server.disposeNow();
        open.forEach(Connection::dispose);
        loop.dispose();
    }

    // ---- one connection

    private Mono<Void> serve(NettyInbound fromClient, NettyOutbound toClient) {
        Connection client = connectionOf(fromClient);
        client.onDispose(() -> open.remove(client));
        if (refusing) {
            refused.increment();
            reset(List.of(client));
            return Mono.empty();
        }
        connections.increment();
        return upstream.connect().flatMap(far -> {
            open.add(far);
            far.onDispose(() -> open.remove(far));
            Mono<Void> there = pipe(fromClient, far.outbound(), Direction.TO_SERVER, client, far);
            Mono<Void> back = pipe(far.inbound(), toClient, Direction.TO_CLIENT, client, far);
            return Mono.when(there.doFinally(end -> far.dispose()), back.doFinally(end -> client.dispose()));
        });
    }

    private Mono<Void> pipe(
            NettyInbound in, NettyOutbound out, Direction direction, Connection client, Connection far) {
        return Mono.from(out.send(lane(direction).pass(in.receive().retain()), (ByteBuf chunk) -> true))
                .onErrorResume(Lane.ResetException.class, cut -> Mono.fromRunnable(() -> reset(List.of(client, far))))
                .onErrorComplete();
    }

    /** Ends connections with RST instead of FIN: all are told so before the end of one ends another. */
    private void reset(List<Connection> some) {
        some.forEach(connection -> {
            resets.increment();
            try {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            } catch (ChannelException alreadyClosed) {
                // Nothing is left to reset.
            }
        });
        some.forEach(connection -> {
            ChannelFuture unused = connection.channel().close();
        });
    }

    private Lane lane(Direction direction) {
        return Objects.requireNonNull(lanes.get(direction));
    }

    private static Connection connectionOf(NettyInbound inbound) {
        Connection[] found = new Connection[1];
        inbound.withConnection(connection -> found[0] = connection);
        return found[0];
    }
}
