package im.hongyan.persistence.message;

import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventSource;
import im.hongyan.persistence.judge.Intake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The door for message events. A batch is acknowledged after the commit that stored it and after its hints were handed
 * over; until then it counts against the prefetch of its shard, so nothing in here can grow.
 */
@Component
final class MessageListener implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MessageListener.class);
    /** Above what all shards together can have unsettled; the prefetch of each shard is the bound that counts. */
    private static final int BATCHES_AT_ONCE = 16_384;

    private final EventSource events;
    private final Writers writers;
    private final HoleSweeper sweeper;
    private final WriterMeters meters;
    private final MessageProperties properties;
    private @Nullable Disposable running;

    MessageListener(
            EventSource events,
            Writers writers,
            HoleSweeper sweeper,
            WriterMeters meters,
            MessageProperties properties) {
        this.events = events;
        this.writers = writers;
        this.sweeper = sweeper;
        this.meters = meters;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        running = Flux.merge(consume(), sweeper.run())
                .subscribe(nothing -> {}, error -> LOG.error("the message listener ended; this is a defect", error));
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    private Flux<Void> consume() {
        return events.messageShards(properties.prefetch()).flatMap(this::handle, BATCHES_AT_ONCE);
    }

    private Mono<Void> handle(EventBatch batch) {
        if (!(batch.address() instanceof EventAddress.MessageShard address)) {
            batch.reject("not a message shard");
            return Mono.empty();
        }
        Intake intake = Intake.of(batch.records(), properties.messageBytes());
        Mono<Void> stored = intake.messages().isEmpty()
                ? Mono.empty()
                : writers.submit(address.shard(), new Work.Store(address.shard(), batch.redelivered(), intake));
        return stored.doOnSuccess(done -> settle(batch, intake)).onErrorResume(error -> {
            LOG.warn("a batch of shard {} was put back: {}", address.shard(), error.toString());
            batch.retry(error.toString());
            return Mono.empty();
        });
    }

    private void settle(EventBatch batch, Intake intake) {
        if (intake.refusal() == null) {
            batch.ack();
        } else {
            meters.refused();
            batch.reject(intake.refusal());
        }
    }
}
