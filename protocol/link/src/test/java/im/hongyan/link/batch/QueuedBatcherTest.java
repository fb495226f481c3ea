package im.hongyan.link.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class QueuedBatcherTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<Sinks.One<Boolean>> running = new ConcurrentLinkedQueue<>();

    /** Work that waits until the test finishes it; doubles its items. */
    private Mono<List<Integer>> held(List<Integer> items) {
        batches.add(items);
        Sinks.One<Boolean> gate = Sinks.one();
        running.add(gate);
        return gate.asMono().map(go -> items.stream().map(i -> i * 2).toList());
    }

    private void finishOldest() {
        Sinks.One<Boolean> gate = running.poll();
        assertThat(gate).isNotNull();
        gate.tryEmitValue(true).orThrow();
    }

    private QueuedBatcher<Integer, Integer> batcher(BatchBounds bounds) {
        return new QueuedBatcher<>("test", bounds, item -> item, meters, this::held);
    }

    @Test
    void letsALoneItemGoAloneAtOnce() {
        QueuedBatcher<Integer, Integer> batcher = batcher(BatchBounds.ofItems(1, 10, 10));
        StepVerifier.create(batcher.submit(1))
                .then(this::finishOldest)
                .expectNext(2)
                .verifyComplete();
        assertThat(batches).containsExactly(List.of(1));
    }

    @Test
    void sendsTogetherWhatQueuedWhileTheSlotWasBusy() {
        QueuedBatcher<Integer, Integer> batcher = batcher(BatchBounds.ofItems(1, 10, 3));
        List<Integer> results = new ArrayList<>();
        Flux.range(1, 6).flatMap(batcher::submit).subscribe(results::add);
        for (int i = 0; i < 3; i++) {
            finishOldest();
        }
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6));
        assertThat(results).containsExactly(2, 4, 6, 8, 10, 12);
    }

    @Test
    void boundsABatchByBytesAndLetsALargeItemGoAlone() {
        QueuedBatcher<Integer, Integer> batcher = batcher(new BatchBounds(1, 10, 10, 5));
        Flux.just(1, 2, 3, 1, 9, 4).flatMap(batcher::submit).subscribe();
        while (!running.isEmpty()) {
            finishOldest();
        }
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3), List.of(1), List.of(9), List.of(4));
    }

    @Test
    void refusesBeyondTheBoundOfTheQueue() {
        QueuedBatcher<Integer, Integer> batcher = batcher(BatchBounds.ofItems(1, 2, 10));
        Flux.range(1, 3).flatMap(batcher::submit).subscribe();
        assertThat(meters.get("hongyan.batch.queued").gauge().value()).isEqualTo(2);
        StepVerifier.create(batcher.submit(4)).verifyError(BatchOverflowException.class);
        assertThat(meters.get("hongyan.batch.refused").counter().count()).isEqualTo(1);
        finishOldest();
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void cancellingDropsTheResultNotTheWork() {
        QueuedBatcher<Integer, Integer> batcher = batcher(BatchBounds.ofItems(1, 10, 10));
        Disposable first = batcher.submit(1).subscribe();
        Disposable queued = batcher.submit(2).subscribe();
        first.dispose();
        queued.dispose();
        finishOldest();
        finishOldest();
        assertThat(batches).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void givesTheErrorToAllItemsOfTheBatchAndGoesOn() {
        QueuedBatcher<Integer, Integer> batcher =
                new QueuedBatcher<>("test", BatchBounds.ofItems(1, 10, 10), item -> 1, meters, items -> {
                    if (items.contains(1)) {
                        throw new IllegalArgumentException("one");
                    }
                    return Mono.just(items);
                });
        StepVerifier.create(batcher.submit(1)).verifyErrorMessage("one");
        StepVerifier.create(batcher.submit(2)).expectNext(2).verifyComplete();
    }

    @Test
    void refusesResultsThatDoNotMatchTheItems() {
        QueuedBatcher<Integer, Integer> batcher = new QueuedBatcher<>(
                "test", BatchBounds.ofItems(1, 10, 10), item -> 1, meters, items -> Mono.just(List.of(1, 2)));
        StepVerifier.create(batcher.submit(1)).verifyErrorMessage("the work of test gave 2 results for 1 items");
    }

    @Test
    void takesNothingWhenClosedButFinishesWhatIsQueued() {
        QueuedBatcher<Integer, Integer> batcher = batcher(BatchBounds.ofItems(1, 10, 10));
        List<Integer> results = new ArrayList<>();
        Flux.range(1, 2).flatMap(batcher::submit).subscribe(results::add);
        batcher.close();
        StepVerifier.create(batcher.submit(3)).verifyErrorMessage("the queue test is closed");
        finishOldest();
        finishOldest();
        assertThat(results).containsExactly(2, 4);
    }

    @Test
    void usesEverySlotAndNoMore() {
        QueuedBatcher<Integer, Integer> batcher = batcher(BatchBounds.ofItems(2, 10, 10));
        Flux.range(1, 4).flatMap(batcher::submit).subscribe();
        assertThat(batches).containsExactly(List.of(1), List.of(2));
        finishOldest();
        assertThat(batches).containsExactly(List.of(1), List.of(2), List.of(3, 4));
    }

    @Test
    void losesNothingAndKeepsEachCallersOrderUnderConcurrency() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        QueuedBatcher<Integer, Integer> batcher =
                new QueuedBatcher<>("test", BatchBounds.ofItems(1, 100_000, 64), item -> 1, meters, items -> {
                    seen.addAll(items);
                    return Mono.just(items).publishOn(Schedulers.parallel());
                });
        int perCaller = 5_000;
        Flux.range(0, 4)
                .flatMap(caller -> Flux.range(0, perCaller)
                        .subscribeOn(Schedulers.parallel())
                        .flatMapSequential(i -> batcher.submit(caller * perCaller + i), perCaller))
                .then()
                .block(Duration.ofSeconds(10));
        assertThat(seen).hasSize(4 * perCaller);
        for (int caller = 0; caller < 4; caller++) {
            int from = caller * perCaller;
            assertThat(seen.stream().filter(i -> i >= from && i < from + perCaller))
                    .containsExactlyElementsOf(
                            IntStream.range(from, from + perCaller).boxed().toList());
        }
        assertThat(meters.get("hongyan.batch.queued").gauge().value()).isZero();
    }
}
