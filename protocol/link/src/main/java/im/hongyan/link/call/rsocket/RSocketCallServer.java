package im.hongyan.link.call.rsocket;

import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.rsocket.frame.CallFrames;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.rsocket.ConnectionSetupPayload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketServer;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.plugins.DuplexConnectionInterceptor;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.EmptyPayload;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpServer;

/**
 * Answers the calls of other processes with the handlers of this one. Whoever connects must speak our version and know the
 * secret. A stop takes no new connections and tells the clients, which send nothing more and leave when they have their
 * answers; it waits for that.
 */
public final class RSocketCallServer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RSocketCallServer.class);
    private static final Duration SETUP_PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_KEEP_ALIVE_MILLIS = 60_000;
    private static final Duration DRAIN_CHECK = Duration.ofMillis(50);

    private final CallHandlers handlers;
    private final CallProperties properties;
    private final String secret;
    private final int wantedPort;
    private final ServerLoad load;
    private final Set<RSocket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    // The acceptor runs on the event loop of its connection but is not told which one that is.
    private final FastThreadLocal<EventLoop> currentLoop = new FastThreadLocal<>();
    private volatile @Nullable CloseableChannel channel;

    /** @param wantedPort 0: any free one */
    public RSocketCallServer(CallHandlers handlers, int wantedPort, CallProperties properties, MeterRegistry meters) {
        this.handlers = handlers;
        this.wantedPort = wantedPort;
        this.properties = properties;
        this.secret = properties.requiredSecret();
        this.load = new ServerLoad(properties.serve(), meters);
    }

    /** Binds the port. Blocks: for start-up only. */
    @Override
    public void start() {
        TcpServer tcp = TcpServer.create()
                .host(properties.serve().host())
                .port(wantedPort)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .doOnConnection(made -> currentLoop.set(made.channel().eventLoop()));
        CloseableChannel bound = RSocketServer.create(this::admit)
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .fragment(CallFrames.PART_BYTES)
                .maxInboundPayloadSize(CallFrames.PAYLOAD_BYTES)
                .maxTimeToFirstFrame(SETUP_PATIENCE)
                .interceptors(all -> all.forConnection((type, made) ->
                        type == DuplexConnectionInterceptor.Type.SOURCE ? new GuardedConnection(made) : made))
                .bindNow(TcpServerTransport.create(tcp, CallFrames.PART_BYTES));
        channel = bound;
        log.info("calls are answered on port {}", bound.address().getPort());
    }

    private Mono<RSocket> admit(ConnectionSetupPayload setup, RSocket client) {
        if (!CallFrames.admits(setup.sliceData(), secret)) {
            return refuse("the version or the secret is wrong");
        }
        if (setup.keepAliveInterval() > LONGEST_KEEP_ALIVE_MILLIS) {
            return refuse("the keep-alive interval is longer than " + LONGEST_KEEP_ALIVE_MILLIS + " ms");
        }
        // Counted before it is compared: connections are admitted on several event loops at once.
        if (connections.incrementAndGet() > properties.serve().connections()) {
            connections.decrementAndGet();
            return refuse("there are " + properties.serve().connections() + " connections, which is the limit");
        }
        clients.add(client);
        // Lives as long as the connection.
        client.onClose().onErrorComplete().doFinally(end -> leave(client)).subscribe();
        return Mono.just(new Answering(handlers, load, currentLoop.get()));
    }

    private void leave(RSocket client) {
        clients.remove(client);
        connections.decrementAndGet();
    }

    private static Mono<RSocket> refuse(String reason) {
        log.warn("a client was not let in: {}", reason);
        return Mono.error(new RejectedSetupException(reason));
    }

    /** Where calls are answered. */
    public int port() {
        CloseableChannel bound = channel;
        if (bound == null) {
            throw new IllegalStateException("the server of calls is not running");
        }
        return bound.address().getPort();
    }

    @Override
    public boolean isRunning() {
        return channel != null;
    }

    /** Stops at once. */
    @Override
    public void stop() {
        CloseableChannel bound = channel;
        channel = null;
        if (bound != null) {
            bound.dispose();
        }
        clients.forEach(RSocket::dispose);
    }

    @Override
    public void stop(Runnable callback) {
        CloseableChannel bound = channel;
        if (bound == null) {
            callback.run();
            return;
        }
        bound.dispose();
        // Ends with the drain's time at the latest; the container waits for the callback.
        Flux.fromIterable(clients)
                .flatMap(client -> client.metadataPush(EmptyPayload.INSTANCE).onErrorComplete())
                .thenMany(Flux.interval(DRAIN_CHECK))
                .takeUntil(tick -> clients.isEmpty())
                .take(properties.serve().drain())
                .doFinally(end -> {
                    stop();
                    callback.run();
                })
                .subscribe();
    }
}
