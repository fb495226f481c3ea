package im.hongyan.link.event.amqp.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.rabbitmq.QueueSpecification;
import reactor.rabbitmq.RabbitFlux;
import reactor.rabbitmq.Receiver;
import reactor.rabbitmq.ReceiverOptions;
import reactor.rabbitmq.Sender;
import reactor.rabbitmq.SenderOptions;

/** One life of a connection to the broker: it does not recover, a new one follows it. Safe for concurrent use. */
public final class AmqpSession {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpSession.class);
    private static final int ABORT_MILLIS = 1000;

    private final Connection connection;
    private final @Nullable Socket socket;
    private final Scheduler control;
    private final Sender sender;
    private final Receiver receiver;
    private final Writer writer;
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final AtomicBoolean aborted = new AtomicBoolean();
    private volatile boolean blocked;

    private AmqpSession(String name, Connection connection, @Nullable Socket socket, Scheduler control) {
        this.connection = connection;
        this.socket = socket;
        this.control = control;
        this.sender = RabbitFlux.createSender(
                new SenderOptions().connectionMono(Mono.just(connection)).connectionSubscriptionScheduler(control));
        this.receiver = RabbitFlux.createReceiver(
                new ReceiverOptions().connectionMono(Mono.just(connection)).connectionSubscriptionScheduler(control));
        this.writer = new Writer(name);
        connection.addBlockedListener(
                reason -> {
                    LOG.warn("the broker blocks {}: {}", name, reason);
                    blocked = true;
                },
                () -> {
                    LOG.info("the broker unblocks {}", name);
                    blocked = false;
                });
        connection.addShutdownListener(cause -> closed.tryEmitEmpty());
    }

    /** Connects; blocks for it. */
    public static AmqpSession open(String name, ConnectionFactory factory, AmqpThreads threads)
            throws IOException, TimeoutException {
        AtomicReference<@Nullable Socket> socket = new AtomicReference<>();
        ConnectionFactory own = factory.clone();
        own.setSocketConfigurator(factory.getSocketConfigurator().andThen(socket::set));
        Connection connection = own.newConnection(threads.deliveries(), name);
        return new AmqpSession(name, connection, socket.get(), threads.control());
    }

    /** Where one may block for it. */
    public Sender sender() {
        return sender;
    }

    public Receiver receiver() {
        return receiver;
    }

    /**
     * Declares a queue on a channel of its own: on a shared one the second caller waits for the first without a limit, and for ever
     * when the connection ends meanwhile. Errors with what the broker says against it, or when it does not answer; a caller
     * who has left is told nothing.
     */
    Mono<AMQP.Queue.DeclareOk> declare(QueueSpecification queue) {
        return Mono.fromCallable(() -> outcome(queue)).subscribeOn(control).dematerialize();
    }

    private Signal<AMQP.Queue.DeclareOk> outcome(QueueSpecification queue) {
        try {
            return Signal.next(declareNow(queue));
        } catch (IOException | RuntimeException refused) {
            return Signal.error(refused.getCause() instanceof ShutdownSignalException said ? said : refused);
        }
    }

    private AMQP.Queue.DeclareOk declareNow(QueueSpecification queue) throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the connection has no channel left");
        }
        try {
            return channel.queueDeclare(
                    queue.getName(),
                    queue.isDurable(),
                    queue.isExclusive(),
                    queue.isAutoDelete(),
                    queue.getArguments());
        } finally {
            channel.abort();
        }
    }

    /** Gives this life up; whoever waits for its end is told. Further calls do nothing. */
    public void abort() {
        try {
            if (aborted.compareAndSet(false, true)) {
                control.schedule(this::hangUp);
            }
        } catch (RejectedExecutionException over) {
            LOG.debug("everything is closed already", over);
        }
    }

    /** Has the one thread that writes here do it. False: it is closed or has too much to do, and the write will not happen. */
    public boolean write(Runnable write) {
        return writer.execute(write);
    }

    /**
     * Writes what settles a delivery. Where there is no room for that this life is given up, because the broker would count the
     * delivery as unsettled as long as it lasts; in the next one it comes again.
     */
    public void settle(Runnable ack) {
        if (!writer.execute(ack)) {
            abort();
        }
    }

    /** What waits for that thread. */
    int waitingWrites() {
        return writer.waiting();
    }

    public boolean open() {
        return connection.isOpen();
    }

    /** The broker has an alarm and reads nothing from who publishes. */
    public boolean blocked() {
        return blocked;
    }

    /** Completes when this life is over. */
    public Mono<Void> closed() {
        return closed.asMono();
    }

    /** Ends this life. Blocks for some seconds at the most. */
    public void end() {
        writer.close();
        hangUp();
        sender.close();
        receiver.close();
    }

    /**
     * The client says good-bye before it closes, and does not give up when somebody else is stuck in a write to a broker that
     * does not read; then only closing the socket helps.
     */
    private void hangUp() {
        Disposable cut = Schedulers.parallel().schedule(this::cut, ABORT_MILLIS, TimeUnit.MILLISECONDS);
        connection.abort(ABORT_MILLIS);
        cut.dispose();
    }

    private void cut() {
        if (socket != null) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException closed) {
                LOG.debug("the socket is closed already", closed);
            }
        }
    }
}
