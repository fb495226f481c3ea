package im.hongyan.link.event.amqp.broker;

import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A connection that comes back: one {@link AmqpSession} follows the other, after a pause that grows to a second and differs
 * from process to process. Safe for concurrent use.
 *
 * <pre>
 * connect → prepare (topology, channels) → serve until it closes → pause → connect …
 * </pre>
 */
public final class AmqpConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);
    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 1000;
    private static final int FAILURES_A_LINE = 30;
    private static final Duration PREPARE_PATIENCE = Duration.ofSeconds(10);

    private static final int HEARTBEAT_SECONDS = 5;
    private static final int CONNECT_MILLIS = 3000;
    private static final int ANSWER_MILLIS = 5000;

    private final String name;
    private final ConnectionFactory factory;
    private final AmqpThreads threads;
    private final Function<AmqpSession, Mono<Void>> prepare;
    private final Counter connects;
    private final Sinks.Many<AmqpSession> sessions = Sinks.many().replay().latest();
    private final AtomicReference<@Nullable AmqpSession> current = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong lives = new AtomicLong();
    private final AtomicReference<@Nullable AmqpSession> newest = new AtomicReference<>();
    private @Nullable Disposable running;
    private volatile boolean closed;

    /**
     * Does not connect before {@link #start}.
     *
     * @param name in meters, thread names and the broker's lists
     * @param prepare what a new session needs before it is given out
     */
    public AmqpConnection(
            String name,
            ConnectionFactory factory,
            AmqpThreads threads,
            MeterRegistry meters,
            Function<AmqpSession, Mono<Void>> prepare) {
        this.name = name;
        this.factory = factory;
        this.threads = threads;
        this.prepare = prepare;
        Gauge.builder("hongyan.event.connected", current, session -> session.get() == null ? 0 : 1)
                .tag("connection", name)
                .baseUnit("connections")
                .description("Whether the connection to the broker serves")
                .register(meters);
        Gauge.builder("hongyan.event.writes", current, AmqpConnection::waitingWrites)
                .tag("connection", name)
                .baseUnit("writes")
                .description("Writes that wait for the thread of the connection to the broker, at most "
                        + Writer.QUEUED_WRITES)
                .register(meters);
        this.connects = Counter.builder("hongyan.event.connects")
                .tag("connection", name)
                .baseUnit("connections")
                .description("Connections to the broker that were made")
                .register(meters);
    }

    /** How sessions are connected: none recovers, and none waits for ever. */
    public static ConnectionFactory factory(String uri, AmqpThreads threads) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            if (uri.startsWith("amqps:")) {
                // By itself the client would trust every certificate.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "hongyan.link.event.uri must be amqp[s]://user:password@host:port/vhost", e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_MILLIS);
        factory.setChannelRpcTimeout(ANSWER_MILLIS);
        factory.setShutdownExecutor(threads.shutdown());
        return factory;
    }

    private static int waitingWrites(AtomicReference<@Nullable AmqpSession> current) {
        AmqpSession session = current.get();
        return session == null ? 0 : session.waitingWrites();
    }

    /** Connects now and again until it is closed. Further calls do nothing. */
    public synchronized void start() {
        if (running == null && !closed) {
            running = Mono.defer(this::live)
                    .onErrorResume(this::failed)
                    .then(Mono.defer(() -> Mono.delay(pause(failures.getAndIncrement()))))
                    .repeat()
                    .subscribe();
        }
    }

    /** The session that serves now, if there is one. */
    public @Nullable AmqpSession session() {
        return current.get();
    }

    /** How many sessions have served. */
    public long lives() {
        return lives.get();
    }

    /** The session of now and every following one. */
    public Flux<AmqpSession> sessions() {
        return sessions.asFlux();
    }

    private Mono<Void> live() {
        return Mono.fromCallable(this::connect)
                .subscribeOn(threads.control())
                .flatMap(session -> Mono.defer(() -> prepare.apply(session))
                        .timeout(PREPARE_PATIENCE)
                        .then(Mono.defer(() -> serve(session)))
                        .publishOn(threads.control())
                        .doOnTerminate(() -> lost(session))
                        .doOnCancel(() -> leave(session)));
    }

    private AmqpSession connect() throws IOException, TimeoutException {
        AmqpSession session = AmqpSession.open(name, factory, threads);
        newest.set(session);
        if (closed) {
            session.end();
        }
        return session;
    }

    private Mono<Void> serve(AmqpSession session) {
        LOG.info("{} is connected to the broker", name);
        failures.set(0);
        connects.increment();
        lives.incrementAndGet();
        current.set(session);
        sessions.tryEmitNext(session);
        return session.closed();
    }

    private void lost(AmqpSession session) {
        LOG.warn("{} has lost the broker", name);
        leave(session);
    }

    private void leave(AmqpSession session) {
        current.compareAndSet(session, null);
        session.end();
    }

    private Mono<Void> failed(Throwable error) {
        if (failures.get() % FAILURES_A_LINE == 0) {
            LOG.warn("{} cannot connect to the broker: {}", name, error.toString());
        }
        return Mono.empty();
    }

    /** Half of it is chance, so that many processes do not come at once. */
    private static Duration pause(int failures) {
        int grown = Math.min(FIRST_PAUSE_MILLIS << Math.min(failures, 10), LONGEST_PAUSE_MILLIS);
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(grown / 2, grown + 1));
    }

    /** Ends the session and makes no other one. Blocks for some seconds at the most. */
    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.dispose();
        }
        // One that was being made when the loop ended.
        AmqpSession left = newest.get();
        if (left != null) {
            left.end();
        }
    }
}
