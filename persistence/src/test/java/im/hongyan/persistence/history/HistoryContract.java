package im.hongyan.persistence.history;

import static im.hongyan.persistence.Rig.await;
import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.GROUP;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.call.CallException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.link.proto.LogHead;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.MessageKey;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.persistence.Doors;
import im.hongyan.persistence.FakeBatch;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.store.FaultyConnections;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What readers of the log are promised, on every database. */
abstract class HistoryContract {
    private FaultyConnections connections;
    private Rig rig;
    private Doors doors;

    abstract ConnectionFactory connections();

    @BeforeEach
    void open() {
        connections = new FaultyConnections(connections());
        start(Rig.on(connections).timer(VirtualTimeScheduler.create()));
        Rig.sharedRedis().sync().del("recent:{default/d:alice:bob}", "recent:{default/g:team}");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void readsTenThousandMessagesPageByPageAndEachPageWhenItIsAskedFor() {
        storeMany(GROUP, 10_000);
        List<Long> sequences = new ArrayList<>();
        long[] covered = {0};
        int before = connections.asked();

        StepVerifier.create(doors.stream(Calls.READ_LOG, all(GROUP).build()), 0)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(200))
                .then(() -> assertThat(connections.asked()).isEqualTo(before))
                .thenRequest(1)
                .assertNext(page -> take(page, covered, sequences))
                .expectNoEvent(Duration.ofMillis(200))
                .then(() -> assertThat(connections.asked()).as("one page").isLessThanOrEqualTo(before + 2))
                .thenCancel()
                .verify();
        sequences.clear();
        covered[0] = 0;
        for (LogPage page :
                doors.stream(Calls.READ_LOG, all(GROUP).build()).limitRate(1).toIterable(1)) {
            assertThat(page.getMessagesCount()).isLessThanOrEqualTo(200);
            take(page, covered, sequences);
        }

        assertThat(sequences)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 10_000).boxed().toList());
        assertThat(covered[0]).isEqualTo(10_000);
    }

    @Test
    void saysThatThereIsNothingInAnUnknownConversation() {
        assertThat(read(all(DIRECT))).containsExactly(page(0, 0, 0));
    }

    @Test
    void neverReadsBeyondAnOpenHole() {
        store(event(DIRECT, 1, "alice", "a"), event(DIRECT, 2, "alice", "b"), event(DIRECT, 4, "alice", "d"));

        assertThat(read(all(DIRECT))).containsExactly(page(0, 2, 2, 1, 2));
        assertThat(read(all(DIRECT).setDescending(true))).containsExactly(page(0, 2, 2, 1, 2));
    }

    @Test
    void coversVoidNumbers() {
        store(
                event(DIRECT, 1, "alice", "a"),
                event(DIRECT, 2, "alice", "a"),
                event(DIRECT, 3, "alice", "c"),
                event(DIRECT, 4, "alice", "c"));

        assertThat(read(all(DIRECT))).containsExactly(page(0, 4, 4, 1, 3));
        assertThat(read(all(DIRECT).setAfter(3))).containsExactly(page(3, 4, 4));
        assertThat(read(all(DIRECT).setLimit(1))).containsExactly(page(0, 1, 4, 1));
        assertThat(read(all(DIRECT).setDescending(true))).containsExactly(page(0, 4, 4, 1, 3));
        assertThat(read(all(DIRECT).setDescending(true).setLimit(1))).containsExactly(page(2, 4, 4, 3));
    }

    @Test
    void coversAJumpInOnePage() {
        store(event(DIRECT, 1, "alice", "a"), event(DIRECT, 1_000_002, "alice", "b"));

        assertThat(read(all(DIRECT).setAfter(1))).containsExactly(page(1, 1_000_002, 1_000_002, 1_000_002));
    }

    // B59
    @Test
    void answersACursorAboveTheHeadWithTheHead() {
        store(event(DIRECT, 1, "alice", "a"));

        assertThat(read(all(DIRECT).setAfter(50))).containsExactly(page(50, 50, 1));
    }

    @Test
    void stopsAtTheLimitAndAtTheLastNumberThatMayBeSeen() {
        storeMany(DIRECT, 10);

        assertThat(read(all(DIRECT).setAfter(2).setLimit(3))).containsExactly(page(2, 5, 10, 3, 4, 5));
        assertThat(read(all(DIRECT).setAfter(2).setUntil(4))).containsExactly(page(2, 4, 10, 3, 4));
        assertThat(read(all(DIRECT).setAfter(6).setUntil(4))).containsExactly(page(6, 6, 10));
        assertThat(read(all(DIRECT).setDescending(true).setUntil(4).setLimit(2)))
                .containsExactly(page(2, 4, 10, 3, 4));
    }

    @Test
    void readsDownwardsPageByPage() {
        restart("history.page-messages", 3);
        storeMany(DIRECT, 8);

        assertThat(read(all(DIRECT).setDescending(true)))
                .containsExactly(page(5, 8, 8, 6, 7, 8), page(2, 5, 8, 3, 4, 5), page(0, 2, 8, 1, 2));
        assertThat(read(all(DIRECT).setDescending(true).setBefore(6).setAfter(2)))
                .containsExactly(page(2, 5, 8, 3, 4, 5));
        assertThat(read(all(DIRECT).setDescending(true).setBefore(6).setLimit(4)))
                .containsExactly(page(2, 5, 8, 3, 4, 5), page(1, 2, 8, 2));
    }

    @Test
    void boundsPagesByTheirBytesButNeverStarves() {
        restart("history.page-bytes", 1_024);
        store(
                event(DIRECT, 1, "alice", "a", "x".repeat(400)),
                event(DIRECT, 2, "alice", "b", "x".repeat(400)),
                event(DIRECT, 3, "alice", "c", "x".repeat(5_000)),
                event(DIRECT, 4, "alice", "d", "x".repeat(400)));

        assertThat(read(all(DIRECT))).containsExactly(page(0, 2, 4, 1, 2), page(2, 3, 4, 3), page(3, 4, 4, 4));
    }

    @Test
    void answersFromTheHotCacheWhatItHoldsWithoutAGap() {
        storeMany(DIRECT, 20);
        await("cached", () -> Rig.sharedRedis().sync().zcard("recent:{default/d:alice:bob}") == 20);

        assertThat(read(all(DIRECT).setAfter(10)))
                .containsExactly(page(10, 20, 20, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20));
        assertThat(read(all(DIRECT).setDescending(true).setLimit(2))).containsExactly(page(18, 20, 20, 19, 20));

        assertThat(cache("hits")).isEqualTo(2);
        assertThat(cache("misses")).isZero();
    }

    @Test
    void goesToTheDatabaseWhereTheHotCacheHasAGap() {
        storeMany(DIRECT, 10);
        await("cached", () -> Rig.sharedRedis().sync().zcard("recent:{default/d:alice:bob}") == 10);
        Rig.sharedRedis().sync().zremrangebyscore("recent:{default/d:alice:bob}", io.lettuce.core.Range.create(5, 6));

        assertThat(read(all(DIRECT).setAfter(2))).containsExactly(page(2, 10, 10, 3, 4, 5, 6, 7, 8, 9, 10));
        assertThat(read(all(DIRECT).setAfter(4))).containsExactly(page(4, 10, 10, 5, 6, 7, 8, 9, 10));
        assertThat(cache("hits")).isZero();
        assertThat(read(all(DIRECT).setAfter(2).setLimit(2))).containsExactly(page(2, 4, 10, 3, 4));
        assertThat(read(all(DIRECT).setAfter(6))).containsExactly(page(6, 10, 10, 7, 8, 9, 10));
        assertThat(cache("hits")).isEqualTo(2);
    }

    @Test
    void keepsTheHotCacheSmall() {
        storeMany(GROUP, 1_000);

        await("cached", () -> Rig.sharedRedis().sync().zcard("recent:{default/g:team}") > 0);
        assertThat(Rig.sharedRedis().sync().zcard("recent:{default/g:team}")).isEqualTo(200);
        assertThat(Rig.sharedRedis().sync().ttl("recent:{default/g:team}")).isBetween(86_000L, 86_400L);
    }

    @Test
    void tellsHeadsInTheOrderAskedFor() {
        store(event(DIRECT, 1, "alice", "a"), event(DIRECT, 3, "alice", "c"), event(GROUP, 1, "bob", "b"));
        ReadHeads question = ReadHeads.newBuilder()
                .setTenant("default")
                .addConversations(GROUP.conversation())
                .addConversations("g:unknown")
                .addConversations(DIRECT.conversation())
                .build();

        assertThat(doors.call(Calls.READ_HEADS, question).block().getHeadsList())
                .containsExactly(head(1, 1), head(0, 0), head(1, 3));
        assertThat(doors.call(
                                Calls.READ_HEADS,
                                question.toBuilder().setTenant("other").build())
                        .block()
                        .getHeadsList())
                .containsExactly(head(0, 0), head(0, 0), head(0, 0));
    }

    @Test
    void tellsManyHeadsAtOnce() {
        ReadHeads.Builder question = ReadHeads.newBuilder().setTenant("default");
        IntStream.range(0, 700).forEach(number -> question.addConversations("g:g" + number));
        store(event(new ConversationKey("default", "g:g650"), 1, "alice", "a"));

        List<LogHead> heads =
                doors.call(Calls.READ_HEADS, question.build()).block().getHeadsList();

        assertThat(heads).hasSize(700);
        assertThat(heads.get(650)).isEqualTo(head(1, 1));
    }

    @Test
    void findsWhatASenderStored() {
        store(event(DIRECT, 1, "alice", "a"), event(DIRECT, 2, "bob", "a"));
        FindMessages question = FindMessages.newBuilder()
                .setTenant("default")
                .addKeys(key(DIRECT, "bob", "a"))
                .addKeys(key(DIRECT, "bob", "b"))
                .addKeys(key(GROUP, "bob", "a"))
                .addKeys(key(DIRECT, "alice", "a"))
                .build();

        List<FoundMessage> found = doors.call(Calls.FIND, question).block().getMessagesList();

        assertThat(found).extracting(FoundMessage::getFound).containsExactly(true, false, false, true);
        assertThat(found.getFirst())
                .isEqualTo(FoundMessage.newBuilder()
                        .setFound(true)
                        .setSequence(2)
                        .setMessageId("m-a")
                        .setTime(1_002)
                        .setPayloadHash("text of a".hashCode())
                        .build());
    }

    @Test
    void saysThatTheStoreIsAway() {
        connections.away(true);
        refusesEverything();
    }

    @Test
    void saysThatTheStoreIsSilent() {
        connections.frozen(true);
        refusesEverything();
    }

    private void refusesEverything() {
        expectUnavailable(
                StepVerifier.create(doors.stream(Calls.READ_LOG, all(DIRECT).build())));
        expectUnavailable(StepVerifier.create(doors.call(
                Calls.READ_HEADS,
                ReadHeads.newBuilder()
                        .setTenant("default")
                        .addConversations("g:team")
                        .build())));
        expectUnavailable(StepVerifier.create(doors.call(
                Calls.FIND,
                FindMessages.newBuilder()
                        .setTenant("default")
                        .addKeys(key(DIRECT, "alice", "a"))
                        .build())));
    }

    private static void expectUnavailable(StepVerifier.FirstStep<?> answer) {
        answer.verifyErrorSatisfies(error -> assertThat(error)
                .isInstanceOfSatisfying(
                        CallException.class, coded -> assertThat(coded.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE)));
    }

    private void start(Rig.Setup setup) {
        rig = setup.start();
        doors = new Doors(rig);
    }

    private void restart(String property, Object value) {
        rig.close();
        start(Rig.on(connections).timer(VirtualTimeScheduler.create()).with(property, value));
    }

    private void storeMany(ConversationKey conversation, int count) {
        store(IntStream.rangeClosed(1, count)
                .mapToObj(number -> event(conversation, number, "alice", "c" + number))
                .toArray(MessageEvent[]::new));
    }

    private void store(MessageEvent... events) {
        FakeBatch batch = FakeBatch.of(0, events);
        rig.deliver(batch);
        await("stored", () -> batch.outcome().equals("ack"));
    }

    private List<LogPage> read(ReadLog.Builder query) {
        return doors.stream(Calls.READ_LOG, query.build())
                .map(HistoryContract::withoutBodies)
                .collectList()
                .block();
    }

    private double cache(String result) {
        return rig.bean(MeterRegistry.class)
                .get("hongyan.recent")
                .tag("result", result)
                .counter()
                .count();
    }

    private static void take(LogPage page, long[] covered, List<Long> sequences) {
        assertThat(page.getAfter()).isEqualTo(covered[0]);
        covered[0] = page.getThrough();
        sequences.addAll(page.getSequencesList());
    }

    private static LogPage withoutBodies(LogPage page) {
        assertThat(page.getMessagesCount()).isEqualTo(page.getSequencesCount());
        return page.toBuilder().clearMessages().build();
    }

    private static LogPage page(long after, long through, long head, long... sequences) {
        return LogPage.newBuilder()
                .setAfter(after)
                .setThrough(through)
                .setHead(head)
                .addAllSequences(LongStream.of(sequences).boxed().toList())
                .build();
    }

    private static ReadLog.Builder all(ConversationKey conversation) {
        return ReadLog.newBuilder().setTenant(conversation.tenant()).setConversation(conversation.conversation());
    }

    private static LogHead head(long settled, long top) {
        return LogHead.newBuilder().setHead(settled).setTop(top).build();
    }

    private static MessageKey key(ConversationKey conversation, String sender, String id) {
        return MessageKey.newBuilder()
                .setConversation(conversation.conversation())
                .setSender(sender)
                .setClientMessageId(id)
                .build();
    }
}
