package im.hongyan.persistence.message;

import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.Batcher;
import im.hongyan.link.batch.QueuedBatcher;
import im.hongyan.persistence.delivery.Hint;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A fixed number of writers; a shard always has the same one. Behind each works a teller, one turn at a time as well: the
 * next transaction need not wait for the routes of the last one, and hints keep the order of the log. Safe for concurrent
 * use.
 */
final class Writers {
    /** Work that may wait for one writer. Batches are bounded by the prefetch of their shards long before. */
    private static final int WAITING = 16_384;

    private record Lane(Batcher<Work, List<Hint>> write, Batcher<List<Hint>, Void> tell) {
        Mono<Void> submit(Work work) {
            return write.submit(work).flatMap(hints -> hints.isEmpty() ? Mono.empty() : tell.submit(hints));
        }
    }

    private final List<Lane> lanes;

    Writers(MessageProperties properties, IntFunction<Writer> writers, Teller teller, MeterRegistry meters) {
        this.lanes = IntStream.range(0, properties.writers())
                .mapToObj(index -> {
                    Writer writer = writers.apply(index);
                    return new Lane(
                            new QueuedBatcher<>(
                                    "log.write." + index,
                                    new BatchBounds(1, WAITING, properties.turnBatches(), properties.turnBytes()),
                                    Work::weightBytes,
                                    meters,
                                    writer::write),
                            new QueuedBatcher<>(
                                    "log.tell." + index,
                                    BatchBounds.ofItems(1, WAITING, properties.turnBatches()),
                                    hints -> 0,
                                    meters,
                                    hints -> teller.tell(hints).then(Mono.empty())));
                })
                .toList();
    }

    /** Completes when the work is committed and told. Errors only when it was not begun. */
    Mono<Void> submit(int shard, Work work) {
        return lanes.get(Math.floorMod(shard, lanes.size())).submit(work);
    }

    /** Gives a piece of work to every writer. */
    Mono<Void> submitToAll(Work work) {
        return Flux.fromIterable(lanes).flatMap(lane -> lane.submit(work)).then();
    }

    /** What is done with hints after their commit. */
    interface Teller {
        Mono<Void> tell(List<List<Hint>> hints);
    }
}
