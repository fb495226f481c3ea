package im.hongyan.link.event.amqp;

import com.rabbitmq.client.Connection;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.rabbitmq.RabbitFlux;
import reactor.rabbitmq.Receiver;
import reactor.rabbitmq.ReceiverOptions;
import reactor.rabbitmq.Sender;
import reactor.rabbitmq.SenderOptions;

/** One life of a connection to the broker: it does not recover, a new one follows it. Safe for concurrent use. */
final class AmqpSession {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpSession.class);
    private static final int ABORT_MILLIS = 1000;

    private final Connection connection;
    private final Scheduler control;
    private final Sender sender;
    private final Receiver receiver;
    private final Writer writer;
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile boolean blocked;

    AmqpSession(String name, Connection connection, Scheduler control) {
        this.connection = connection;
        this.control = control;
        this.sender = RabbitFlux.createSender(new SenderOptions()
                .connectionMono(Mono.just(connection))
                .connectionSubscriptionScheduler(control)
                .resourceManagementScheduler(control));
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

    /** Where one may block for it. */
    Scheduler control() {
        return control;
    }

    Sender sender() {
        return sender;
    }

    Receiver receiver() {
        return receiver;
    }

    /** Gives this life up; whoever waits for its end is told. */
    void abort() {
        try {
            control.schedule(() -> connection.abort(ABORT_MILLIS));
        } catch (RejectedExecutionException over) {
            LOG.debug("everything is closed already", over);
        }
    }

    Writer writer() {
        return writer;
    }

    boolean open() {
        return connection.isOpen();
    }

    /** The broker has an alarm and reads nothing from who publishes. */
    boolean blocked() {
        return blocked;
    }

    /** Completes when this life is over. */
    Mono<Void> closed() {
        return closed.asMono();
    }

    /** Ends this life. Blocks for a second at the most. */
    void end() {
        writer.close();
        connection.abort(ABORT_MILLIS);
        sender.close();
        receiver.close();
    }
}
