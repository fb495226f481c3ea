package im.hongyan.link.event;

import com.google.protobuf.ByteString;
import im.hongyan.wire.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * One message shard in this process: a record waits here until its consumer has settled it. Safe for concurrent use.
 *
 * <pre>
 * publish → [waiting, bounded] → batch → consumer: ack | reject → dead letters | retry → pause → [again] → consumer
 * </pre>
 */
final class ShardQueue {
    private final EventAddress.MessageShard address;
    private final EventProperties properties;
    private final DeadLetters dead;
    private final AtomicInteger unsettledRecords;

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Batch> again = new ConcurrentLinkedQueue<>();
    private final AtomicInteger drainRequests = new AtomicInteger();
    private volatile @Nullable Consumer consumer;

    /** @param unsettledRecords counts what waits or is at the consumer */
    ShardQueue(
            EventAddress.MessageShard address,
            EventProperties properties,
            DeadLetters dead,
            AtomicInteger unsettledRecords) {
        this.address = address;
        this.properties = properties;
        this.dead = dead;
        this.unsettledRecords = unsettledRecords;
    }

    Mono<Void> publish(ByteString record) {
        return Mono.create(sink -> {
            if (unsettledRecords.incrementAndGet() > properties.publish().queuedRecords()) {
                unsettledRecords.decrementAndGet();
                sink.error(EventException.refused(
                        ErrorCode.BUSY,
                        "shard " + address.shard() + " holds its limit of "
                                + properties.publish().queuedRecords() + " records"));
                return;
            }
            waiting.add(new Waiting(record, sink));
            drain();
        });
    }

    /** What this shard gives to its one consumer. When the consumer leaves, what it left unsettled comes again. */
    Flux<EventBatch> batches(int prefetch) {
        return Flux.create(sink -> attach(sink, prefetch), FluxSink.OverflowStrategy.ERROR);
    }

    private synchronized void attach(FluxSink<EventBatch> sink, int prefetch) {
        if (consumer != null) {
            sink.error(new IllegalStateException("shard " + address.shard() + " has a consumer already"));
            return;
        }
        Consumer attached = new Consumer(sink, prefetch);
        consumer = attached;
        sink.onDispose(() -> detach(attached));
        sink.onRequest(n -> drain());
    }

    private void detach(Consumer leaving) {
        for (Delivery delivery : leaving.leave()) {
            if (delivery.settled.compareAndSet(false, true)) {
                again.add(delivery.batch.nextAttempt());
            }
        }
        consumer = null;
        drain();
    }

    private void drain() {
        if (drainRequests.getAndIncrement() != 0) {
            return;
        }
        int handled = 1;
        do {
            Consumer current = consumer;
            if (current != null) {
                giveOut(current);
            }
            handled = drainRequests.addAndGet(-handled);
        } while (handled != 0);
    }

    private void giveOut(Consumer current) {
        while (current == consumer && current.hasRoom()) {
            Batch next = again.poll();
            if (next == null) {
                next = take();
            }
            if (next == null) {
                return;
            }
            Delivery delivery = new Delivery(next, current);
            if (current.add(delivery)) {
                current.sink.next(delivery);
            } else {
                again.add(next);
                return;
            }
        }
    }

    private @Nullable Batch take() {
        List<Waiting> taken = new ArrayList<>();
        long bytes = 0;
        while (taken.size() < properties.publish().batchRecords()) {
            Waiting next = waiting.peek();
            if (next == null) {
                break;
            }
            bytes += next.record().size();
            if (bytes > properties.publish().batchBytes().toBytes() && !taken.isEmpty()) {
                break;
            }
            waiting.poll();
            taken.add(next);
        }
        return taken.isEmpty() ? null : new Batch(taken, 1);
    }

    private void settled(Batch batch, @Nullable EventException error) {
        unsettledRecords.addAndGet(-batch.waiting().size());
        for (Waiting each : batch.waiting()) {
            if (error == null) {
                each.sink().success();
            } else {
                each.sink().error(error);
            }
        }
    }

    private void bury(Batch batch, String reason) {
        dead.add(new DeadLetter(address, batch.records(), reason, batch.attempt(), Instant.now()));
        settled(batch, EventException.unknown("the record went to the dead letters"));
    }

    private record Waiting(ByteString record, MonoSink<Void> sink) {}

    private record Batch(List<Waiting> waiting, int attempt) {
        Batch nextAttempt() {
            return new Batch(waiting, attempt + 1);
        }

        List<ByteString> records() {
            return waiting.stream().map(Waiting::record).toList();
        }
    }

    /** Who takes the batches. */
    private static final class Consumer {
        private final FluxSink<EventBatch> sink;
        private final int prefetch;
        private final Set<Delivery> unsettled = new LinkedHashSet<>();
        private boolean left;

        Consumer(FluxSink<EventBatch> sink, int prefetch) {
            this.sink = sink;
            this.prefetch = prefetch;
        }

        synchronized boolean hasRoom() {
            return !left && unsettled.size() < prefetch && sink.requestedFromDownstream() > 0;
        }

        synchronized boolean add(Delivery delivery) {
            return !left && unsettled.add(delivery);
        }

        synchronized void remove(Delivery delivery) {
            unsettled.remove(delivery);
        }

        synchronized List<Delivery> leave() {
            left = true;
            return List.copyOf(unsettled);
        }
    }

    /** One attempt of a batch at a consumer. */
    private final class Delivery implements EventBatch {
        private final Batch batch;
        private final Consumer holder;
        private final List<ByteString> records;
        private final AtomicBoolean settled = new AtomicBoolean();

        Delivery(Batch batch, Consumer holder) {
            this.batch = batch;
            this.holder = holder;
            this.records = batch.records();
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
            return batch.attempt() > 1;
        }

        @Override
        public void ack() {
            if (settled.compareAndSet(false, true)) {
                settled(batch, null);
                makeRoom();
            }
        }

        @Override
        public void reject(String reason) {
            if (settled.compareAndSet(false, true)) {
                bury(batch, reason);
                makeRoom();
            }
        }

        @Override
        public void retry(String reason) {
            if (batch.attempt() >= properties.consume().attempts()) {
                reject(reason);
            } else if (settled.compareAndSet(false, true)) {
                // It keeps its place in the consumer's prefetch: whoever cannot store now is not given more.
                long pauseMillis =
                        properties.consume().pauseAfter(batch.attempt()).toMillis();
                Schedulers.parallel().schedule(this::comeAgain, pauseMillis, TimeUnit.MILLISECONDS);
            }
        }

        private void comeAgain() {
            again.add(batch.nextAttempt());
            makeRoom();
        }

        private void makeRoom() {
            holder.remove(this);
            drain();
        }
    }
}
