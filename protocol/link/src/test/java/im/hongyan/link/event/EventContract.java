package im.hongyan.link.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every transport of events keeps. */
public abstract class EventContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(30);
    protected static final EventAddress.MessageShard SHARD = new EventAddress.MessageShard(1);
    protected static final EventAddress.MessageShard OTHER_SHARD = new EventAddress.MessageShard(0);

    protected final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    protected final Disposable.Composite subscriptions = Disposables.composite();

    protected abstract EventPublisher publisher();

    protected abstract EventSource source();

    /** Dead letters as text, with the reason. */
    protected abstract List<String> deadRecords() throws Exception;

    protected abstract List<String> deadReasons() throws Exception;

    protected static EventProperties properties(String uri, String prefix, Duration confirmTimeout) {
        return new EventProperties(
                uri,
                prefix,
                2,
                new EventProperties.Publish(
                        confirmTimeout, 300, 50, DataSize.ofBytes(1000), 2, DataSize.ofGigabytes(1)),
                new EventProperties.Consume(3, Duration.ofMillis(50), Duration.ofMillis(100), 10),
                new EventProperties.Node(100, DataSize.ofKilobytes(64)));
    }

    @AfterEach
    void unsubscribe() {
        subscriptions.dispose();
    }

    protected static ByteString record(String text) {
        return ByteString.copyFromUtf8(text);
    }

    protected static List<String> texts(EventBatch batch) {
        return batch.records().stream().map(ByteString::toStringUtf8).toList();
    }

    protected Mono<Void> publish(String text) {
        return publisher().publish(SHARD, record(text));
    }

    protected BlockingQueue<EventBatch> consume(int prefetch) {
        BlockingQueue<EventBatch> batches = new LinkedBlockingQueue<>();
        subscriptions.add(source().messageShards(prefetch).subscribe(batches::add));
        return batches;
    }

    protected static EventBatch next(BlockingQueue<EventBatch> batches) throws InterruptedException {
        EventBatch batch = batches.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(batch).as("a batch").isNotNull();
        return batch;
    }

    /** Publishes everything from one caller at once and acknowledges it; gives what arrived, in order. */
    protected List<String> passThrough(List<String> texts) {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        subscriptions.add(source().messageShards(4).subscribe(batch -> {
            seen.addAll(texts(batch));
            batch.ack();
        }));
        Flux.fromIterable(texts).flatMap(this::publish, 200).then().block(PATIENCE);
        awaitCount(seen, texts.size());
        return seen;
    }

    /** A confirmed record may still be on its way to the consumer. */
    private static void awaitCount(List<String> seen, int count) {
        await().atMost(PATIENCE).until(() -> seen.size() >= count);
    }

    @Test
    void completesAPublishThatTheConsumerAcknowledged() throws InterruptedException {
        BlockingQueue<EventBatch> batches = consume(1);
        Mono<Void> published = publish("hello").cache();
        subscriptions.add(published.subscribe());
        EventBatch batch = next(batches);
        assertThat(texts(batch)).containsExactly("hello");
        assertThat(batch.address()).isEqualTo(SHARD);
        assertThat(batch.redelivered()).isFalse();
        batch.ack();
        published.block(PATIENCE);
    }

    @Test
    void keepsTheOrderOfAShardAndSendsTogetherWhatQueues() {
        List<String> texts =
                IntStream.range(0, 2000).mapToObj(i -> "record " + i).toList();
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        subscriptions.add(source().messageShards(2)
                .concatMap(batch -> Mono.delay(Duration.ofMillis(1)).thenReturn(batch))
                .subscribe(batch -> {
                    seen.addAll(texts(batch));
                    sizes.add(batch.records().size());
                    batch.ack();
                }));
        Flux.fromIterable(texts).flatMap(this::publish, 200).then().block(PATIENCE);
        awaitCount(seen, texts.size());
        assertThat(seen).isEqualTo(texts);
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(50));
        assertThat(sizes.size()).isLessThan(texts.size() / 4);
    }

    @Test
    void boundsABatchByBytes() {
        List<Integer> bytes = Collections.synchronizedList(new ArrayList<>());
        subscriptions.add(source().messageShards(4).subscribe(batch -> {
            bytes.add(batch.records().stream().mapToInt(ByteString::size).sum());
            batch.ack();
        }));
        ByteString record = ByteString.copyFrom(new byte[300]);
        Flux.range(0, 100)
                .flatMap(i -> publisher().publish(SHARD, record), 100)
                .then()
                .block(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                List.copyOf(bytes).stream().mapToInt(i -> i).sum())
                        .isEqualTo(30_000));
        assertThat(bytes).allSatisfy(sum -> assertThat(sum).isLessThanOrEqualTo(1000));
    }

    @Test
    void carriesARecordLargerThanABatchAlone() {
        String large = "x".repeat(70_000);
        assertThat(passThrough(List.of("before", large, "after"))).containsExactly("before", large, "after");
    }

    @Test
    void givesOutNoMoreThanThePrefetchBeforeSomethingIsSettled() throws InterruptedException {
        BlockingQueue<EventBatch> batches = consume(2);
        subscriptions.add(Flux.range(0, 200)
                .concatMap(i -> Mono.fromRunnable(
                        () -> subscriptions.add(publish("record " + i).subscribe(done -> {}, error -> {}))))
                .subscribe());
        EventBatch first = next(batches);
        next(batches);
        assertThat(batches.poll(300, TimeUnit.MILLISECONDS)).isNull();
        first.ack();
        next(batches);
        assertThat(batches.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void givesABatchAgainAfterAPauseAndMarksIt() throws Exception {
        BlockingQueue<EventBatch> batches = consume(1);
        subscriptions.add(publish("again").subscribe());
        long start = System.nanoTime();
        next(batches).retry("not now");
        EventBatch second = next(batches);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(45));
        assertThat(second.redelivered()).isTrue();
        assertThat(texts(second)).containsExactly("again");
        second.ack();
        assertThat(batches.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(deadRecords()).isEmpty();
    }

    @Test
    void buriesABatchAfterItsAttempts() throws InterruptedException {
        BlockingQueue<EventBatch> batches = consume(1);
        subscriptions.add(publish("poison").subscribe(done -> {}, error -> {}));
        for (int attempt = 1; attempt <= 3; attempt++) {
            next(batches).retry("cannot");
        }
        assertThat(batches.poll(400, TimeUnit.MILLISECONDS)).isNull();
        assertDead("poison", "cannot");
        publishAndAck(batches, "next");
    }

    // B85
    @Test
    void buriesARejectedBatchAtOnceAndGoesOn() throws InterruptedException {
        BlockingQueue<EventBatch> batches = consume(1);
        subscriptions.add(publish("garbage").subscribe(done -> {}, error -> {}));
        next(batches).reject("unreadable");
        publishAndAck(batches, "next");
        assertDead("garbage", "unreadable");
    }

    private void assertDead(String record, String reason) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(deadRecords()).containsExactly(record);
            assertThat(deadReasons()).containsExactly(reason);
        });
    }

    private void publishAndAck(BlockingQueue<EventBatch> batches, String text) throws InterruptedException {
        subscriptions.add(publish(text).subscribe());
        EventBatch batch = next(batches);
        assertThat(texts(batch)).containsExactly(text);
        batch.ack();
    }

    @Test
    void givesWhatALeavingConsumerLeftToTheNextOne() throws InterruptedException {
        BlockingQueue<EventBatch> batches = new LinkedBlockingQueue<>();
        Disposable first = source().messageShards(1).subscribe(batches::add);
        subscriptions.add(publish("held").subscribe(done -> {}, error -> {}));
        assertThat(texts(next(batches))).containsExactly("held");
        first.dispose();
        EventBatch second = next(consume(1));
        assertThat(texts(second)).containsExactly("held");
        assertThat(second.redelivered()).isTrue();
        second.ack();
    }

    @Test
    void servesEveryShard() throws InterruptedException {
        BlockingQueue<EventBatch> batches = consume(1);
        subscriptions.add(publish("here").subscribe());
        subscriptions.add(publisher().publish(OTHER_SHARD, record("there")).subscribe());
        List<EventBatch> both = List.of(next(batches), next(batches));
        assertThat(both).extracting(EventBatch::address).containsExactlyInAnyOrder(SHARD, OTHER_SHARD);
        both.forEach(EventBatch::ack);
    }

    @Test
    void refusesBeyondTheBoundOfTheQueue() {
        List<ErrorCode> codes = Flux.range(0, 20_000)
                .flatMap(
                        i -> publisher()
                                .publish(SHARD, ByteString.copyFrom(new byte[900]))
                                .then(Mono.<ErrorCode>empty())
                                .onErrorResume(EventException.class, error -> Mono.just(error.code())),
                        20_000)
                .collectList()
                .block(PATIENCE);
        assertThat(codes).contains(ErrorCode.BUSY);
    }

    @Test
    void cancellingAPublishDoesNotWithdrawTheRecord() throws InterruptedException {
        Disposable publishing = publish("kept").subscribe();
        publishing.dispose();
        assertThat(texts(next(consume(1)))).containsExactly("kept");
    }

    @Test
    void deliversToANodeWithoutSettling() throws InterruptedException {
        BlockingQueue<EventBatch> batches = new LinkedBlockingQueue<>();
        subscriptions.add(source().node("gateway-1").subscribe(batches::add));
        List<String> seen = new ArrayList<>();
        EventAddress.Node node = new EventAddress.Node("gateway-1");
        while (batches.isEmpty()) {
            publisher().publish(node, record("are you there")).block(PATIENCE);
            Thread.sleep(20);
        }
        publisher().publish(node, record("last")).block(PATIENCE);
        while (!seen.contains("last")) {
            seen.addAll(texts(next(batches)));
        }
        assertThat(seen).startsWith("are you there").endsWith("last");
    }

    @Test
    void completesAPublishToANodeThatIsNotThere() {
        StepVerifier.create(publisher().publish(new EventAddress.Node("nobody"), record("x")))
                .expectComplete()
                .verify(PATIENCE);
    }
}
