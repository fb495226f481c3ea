package im.hongyan.link.event.amqp;

import com.rabbitmq.client.ShutdownSignalException;
import im.hongyan.link.event.amqp.broker.AmqpSession;
import im.hongyan.link.event.amqp.broker.Topology;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.rabbitmq.OutboundMessageResult;
import reactor.rabbitmq.SendOptions;

/**
 * The channel of one session on which everything durable is published: mandatory, persistent, confirmed.
 *
 * <p>A batch has five ends: confirmed; returned because its queue is missing (refused, and the queues are declared again); not
 * taken, mostly because its queue is full (unknown); the session ended (unknown); no word in time (unknown). After the last one its queue counts as mute: nothing more is given to
 * it until it confirms something, and when it stays mute the session is given up. Safe for concurrent use.
 */
final class ConfirmChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmChannel.class);
    private static final String LOST = "the connection to the broker was lost before the confirm";
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final AmqpSession session;
    private final Topology topology;
    private final Duration patience;
    private final Counter notTaken;
    private final Set<Outgoing> unconfirmed;
    private final Sinks.Many<Outgoing> written = Sinks.many().unicast().onBackpressureError();
    private final AtomicBoolean declaring = new AtomicBoolean();
    private final Set<String> mute = ConcurrentHashMap.newKeySet();

    ConfirmChannel(AmqpSession session, Topology topology, Duration patience, Counter notTaken) {
        this.session = session;
        this.topology = topology;
        this.patience = patience;
        this.notTaken = notTaken;
        this.unconfirmed = ConcurrentHashMap.newKeySet();
    }

    /** Opens the channel; blocks while the broker answers. */
    void open() {
        SendOptions options = new SendOptions()
                .trackReturned(true)
                .exceptionHandler((failed, error) -> settle((Outgoing) failed.getMessage())
                        .unknown("the connection to the broker broke while it was written"));
        // Lives as long as the session: nothing comes and nothing is held after its end.
        session.sender().sendWithTypedPublishConfirms(written.asFlux(), options).subscribe(this::told, this::broken);
        session.closed().subscribe(nothing -> {}, error -> {}, this::over);
    }

    /** Whether what is written now is read. */
    boolean usable() {
        return session.open() && !session.blocked() && mute.isEmpty();
    }

    /** Whether a batch to this queue would be written at once and can hope for its confirm. */
    boolean usable(String queue) {
        return session.open() && !session.blocked() && !mute.contains(queue);
    }

    int unconfirmed() {
        return unconfirmed.size();
    }

    /** Completes with the confirm; errors with an {@link im.hongyan.link.event.EventException}. */
    Mono<Void> send(String queue, Map<String, Object> headers, byte[] records) {
        return Mono.create(sink -> {
            Outgoing batch = new Outgoing(queue, headers, records, sink);
            unconfirmed.add(batch);
            Disposable timer =
                    Schedulers.parallel().schedule(() -> late(batch), patience.toMillis(), TimeUnit.MILLISECONDS);
            sink.onDispose(timer);
            if (!session.write(() -> write(batch))) {
                settle(batch).refused("the connection to the broker is lost");
            } else if (!session.open()) {
                settle(batch).unknown(LOST);
            }
        });
    }

    private void write(Outgoing batch) {
        if (batch.isTold()) {
            return;
        }
        if (session.blocked() || written.tryEmitNext(batch).isFailure()) {
            settle(batch).refused("the broker takes nothing now");
        }
    }

    private Outgoing settle(Outgoing batch) {
        unconfirmed.remove(batch);
        return batch;
    }

    private void told(OutboundMessageResult<Outgoing> result) {
        Outgoing batch = settle(result.getOutboundMessage());
        mute.remove(batch.getRoutingKey());
        if (result.isReturned()) {
            batch.refused("the queue " + batch.getRoutingKey() + " is missing");
            declare(batch.getRoutingKey());
        } else if (result.isAck()) {
            batch.confirmed();
        } else {
            notTaken.increment();
            batch.unknown("the broker did not take it");
        }
    }

    private void declare(String missing) {
        if (declaring.compareAndSet(false, true)) {
            LOG.warn("the queue {} is missing and is declared again", missing);
            topology.declare(session)
                    .doFinally(end -> declaring.set(false))
                    .subscribe(done -> {}, error -> LOG.warn("the queues could not be declared: {}", error.toString()));
        }
    }

    private void late(Outgoing batch) {
        if (unconfirmed.remove(batch)) {
            batch.unknown("no confirm within " + patience.toMillis() + " ms");
            if (mute.add(batch.getRoutingKey())) {
                giveUpLater(batch.getRoutingKey());
            }
        }
    }

    private void giveUpLater(String queue) {
        Schedulers.parallel().schedule(() -> giveUp(queue), SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(String queue) {
        if (!mute.contains(queue) || !session.open()) {
            return;
        }
        if (session.blocked()) {
            giveUpLater(queue);
        } else {
            LOG.warn("{} confirms nothing; connecting anew", queue);
            session.abort();
        }
    }

    private void broken(Throwable error) {
        if (!(error instanceof ShutdownSignalException) || session.open()) {
            LOG.warn("the publishing channel broke: {}", error.toString());
        }
        session.abort();
    }

    private void over() {
        for (Outgoing batch : unconfirmed) {
            settle(batch).unknown(LOST);
        }
    }
}
