package im.hongyan.link.event.amqp;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.DeadLetter;
import im.hongyan.link.event.DeadLetters;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.amqp.broker.AmqpSession;
import im.hongyan.link.event.amqp.broker.Records;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.rabbitmq.AcknowledgableDelivery;
import reactor.rabbitmq.ConsumeOptions;
import reactor.util.concurrent.Queues;
import reactor.util.retry.Retry;

/**
 * What one channel gives out of one shard. A batch that is to come again is kept here, unsettled, for its pause: the broker
 * counts only what it gives out itself, and the consumer knows why it failed. When the channel is gone everything unsettled
 * comes again from the broker, and settling what this one gave changes nothing. Safe for concurrent use.
 */
final class ShardConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(ShardConsumer.class);
    private static final int LONGEST_REASON = 1000;

    private final EventAddress.MessageShard address;
    private final AmqpSession session;
    private final String queue;
    private final EventProperties.Consume bounds;
    private final Graves graves;
    private final AtomicInteger unsettledRecords = new AtomicInteger();
    private final AtomicLong givenBatches = new AtomicLong();
    private final AtomicLong settledBatches = new AtomicLong();
    private final int prefetch;
    /** What comes again is unsettled, and no more than the prefetch is. */
    private final Sinks.Many<EventBatch> again;

    /** Where dead letters go. */
    record Graves(AmqpPublisher publisher, DeadLetters said) {}

    ShardConsumer(
            EventAddress.MessageShard address,
            AmqpSession session,
            String queue,
            EventProperties.Consume bounds,
            int prefetch,
            Graves graves) {
        this.address = address;
        this.session = session;
        this.queue = queue;
        this.bounds = bounds;
        this.prefetch = prefetch;
        this.again = Sinks.many()
                .unicast()
                .onBackpressureBuffer(Queues.<EventBatch>get(prefetch).get());
        this.graves = graves;
    }

    int unsettledRecords() {
        return unsettledRecords.get();
    }

    /** Batches that came from the broker, also those that nobody has asked for yet. */
    long given() {
        return givenBatches.get();
    }

    /** Of those given, what the broker will still hear of. */
    long unsettled() {
        return givenBatches.get() - settledBatches.get();
    }

    /**
     * Until the channel ends. At most {@code prefetch} are unsettled.
     *
     * @param control where the channel is closed when nobody wants it any more
     */
    Flux<EventBatch> batches(Scheduler control) {
        ConsumeOptions options = new ConsumeOptions()
                .qos(prefetch)
                .hookBeforeEmitBiFunction((demand, delivery) -> givenBatches.incrementAndGet() > 0)
                .exceptionHandler((context, gone) -> LOG.debug("settled too late", gone));
        Flux<EventBatch> first = session.receiver()
                .consumeManualAck(queue, options)
                .transform(consumer -> CancelApart.of(consumer, control))
                .<EventBatch>handle((delivery, sink) -> {
                    Delivery given = receive(delivery);
                    if (given != null) {
                        sink.next(given);
                    }
                })
                .doOnTerminate(this::end);
        return Flux.merge(1, first, again.asFlux());
    }

    private @Nullable Delivery receive(AcknowledgableDelivery delivery) {
        try {
            List<ByteString> records = Records.decode(delivery.getBody());
            unsettledRecords.addAndGet(records.size());
            return new Delivery(delivery, records, 1);
        } catch (IOException e) {
            new Delivery(delivery, List.of(), 1).reject("the body is not a batch of records: " + e.getMessage());
            return null;
        }
    }

    private synchronized void end() {
        again.tryEmitComplete();
    }

    private synchronized void giveAgain(Delivery delivery) {
        again.tryEmitNext(delivery);
    }

    private final class Delivery implements EventBatch {
        private final AcknowledgableDelivery delivery;
        private final List<ByteString> records;
        private final int attempt;
        private final AtomicBoolean settled = new AtomicBoolean();

        Delivery(AcknowledgableDelivery delivery, List<ByteString> records, int attempt) {
            this.delivery = delivery;
            this.records = records;
            this.attempt = attempt;
        }

        @Override
        public EventAddress address() {
            return address;
        }

        @Override
        public List<ByteString> records() {
            return records;
        }

        @Override
        public boolean redelivered() {
            return attempt > 1 || delivery.getEnvelope().isRedeliver();
        }

        @Override
        public void ack() {
            if (settled.compareAndSet(false, true)) {
                acknowledge();
            }
        }

        private void acknowledge() {
            unsettledRecords.addAndGet(-records.size());
            settledBatches.incrementAndGet();
            session.settle(delivery::ack);
        }

        @Override
        public void retry(String reason) {
            if (attempt >= bounds.attempts()) {
                reject(reason);
            } else if (settled.compareAndSet(false, true)) {
                Delivery next = new Delivery(delivery, records, attempt + 1);
                Schedulers.parallel()
                        .schedule(
                                () -> giveAgain(next),
                                bounds.pauseAfter(attempt).toMillis(),
                                TimeUnit.MILLISECONDS);
            }
        }

        /** It leaves its queue when it is safe among the dead letters. */
        @Override
        public void reject(String reason) {
            if (settled.compareAndSet(false, true)) {
                graves.publisher()
                        .bury(headers(reason), delivery.getBody())
                        .retryWhen(Retry.backoff(Long.MAX_VALUE, bounds.retryPause())
                                .maxBackoff(bounds.longestRetryPause()))
                        .takeUntilOther(session.closed())
                        .subscribe(nothing -> {}, error -> {}, () -> buried(reason));
            }
        }

        private void buried(String reason) {
            if (session.open()) {
                graves.said().add(new DeadLetter(address, records, reason, attempt, Instant.now()));
                acknowledge();
            }
        }

        private Map<String, Object> headers(String reason) {
            return Map.of(
                    "hongyan-reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
                    "hongyan-queue", queue,
                    "hongyan-attempts", attempt);
        }
    }
}
