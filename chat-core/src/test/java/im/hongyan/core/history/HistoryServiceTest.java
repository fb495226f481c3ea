package im.hongyan.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClientRig;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.Stored;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.proto.HistoryQuery;
import im.hongyan.link.proto.HistoryResult;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.test.StepVerifier;

class HistoryServiceTest {
    private static final String DIRECT = "d:alice:bob";
    private static final String GROUP = "g:team";
    private static final Principal ALICE = Principal.newBuilder()
            .setTenant("default")
            .setUser("alice")
            .setDevice("phone")
            .build();

    private static TestDatabase database;
    private static ConversationService conversations;

    private final LogDouble log = new LogDouble();
    private final CallHandlers handlers = new CallHandlers();

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
        conversations = TestConversations.over(database);
        // alice came at 10; bob was there from the beginning and left at 20
        TestConversations.member(database, new ConversationKey("default", GROUP), "alice", 10, null);
        TestConversations.member(database, new ConversationKey("default", GROUP), "bob", 0, 20L);
    }

    @BeforeEach
    void start() {
        HistoryService service = new HistoryService(
                conversations, LogClientRig.over(log), new HistoryProperties(3, 5, DataSize.ofBytes(1_000)));
        new HistoryEndpoint(service, handlers);
    }

    @Test
    void syncsFromTheCursorToTheHead() {
        Stored.fill(log, DIRECT, 1, 8, 1);
        List<SyncPart> parts = sync(cursor(DIRECT, 2));
        assertThat(sequences(parts)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L);
        assertCovers(parts, 2, 8);
        assertThat(parts).allSatisfy(part -> assertThat(part.getHead()).isEqualTo(8));
        assertThat(parts.getLast().getDone()).isTrue();
        assertThat(parts.stream().filter(SyncPart::getLast)).hasSize(1);
    }

    @Test
    void saysWhatIsVoidByWhatItCovers() {
        Stored.fill(log, DIRECT, 1, 2, 1);
        Stored.fill(log, DIRECT, 7, 9, 1);
        List<SyncPart> parts = sync(cursor(DIRECT, 0));
        assertThat(sequences(parts)).containsExactly(1L, 2L, 7L, 8L, 9L);
        assertCovers(parts, 0, 9);
    }

    @Test
    void answersACaughtUpCursorAndAnEmptyConversation() {
        Stored.fill(log, DIRECT, 1, 3, 1);
        List<SyncPart> parts = sync(cursor(DIRECT, 3), cursor("d:alice:nobody", 0));
        assertThat(parts)
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.getLast()).isTrue());
        assertThat(parts.get(0).getDone()).isFalse();
        assertThat(parts.get(1).getDone()).isTrue();
        assertCovers(parts.subList(0, 1), 3, 3);
    }

    @Test
    void answersASyncOfNothing() {
        assertThat(sync())
                .singleElement()
                .satisfies(part -> assertThat(part.getDone()).isTrue());
    }

    @Test
    void readsTheConversationsInTheOrderOfTheirCursors() {
        Stored.fill(log, DIRECT, 1, 4, 1);
        Stored.fill(log, "d:alice:carol", 1, 4, 1);
        List<SyncPart> parts = sync(cursor("d:alice:carol", 0), cursor(DIRECT, 0));
        assertThat(parts.stream().map(SyncPart::getConversation).distinct()).containsExactly("d:alice:carol", DIRECT);
        assertThat(parts.stream().filter(SyncPart::getDone)).containsExactly(parts.getLast());
    }

    @Test
    void stopsAtTheLimitAndSaysSo() {
        Stored.fill(log, DIRECT, 1, 9, 1);
        List<SyncPart> parts =
                sync(Sync.newBuilder().addCursors(cursor(DIRECT, 0)).setLimit(4).build());
        assertThat(sequences(parts)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(parts.getLast().getLast()).isTrue();
        assertThat(parts.getLast().getThrough())
                .isEqualTo(4)
                .isLessThan(parts.getLast().getHead());
    }

    @Test
    void cutsPartsToTheBytesOfAFrame() {
        Stored.fill(log, DIRECT, 1, 6, 600);
        List<SyncPart> parts = sync(cursor(DIRECT, 0));
        assertThat(parts)
                .hasSize(6)
                .allSatisfy(part -> assertThat(part.getMessagesCount()).isEqualTo(1));
        assertCovers(parts, 0, 6);
        Stored.fill(log, DIRECT, 7, 9, 2_000);
        assertThat(sequences(sync(cursor(DIRECT, 6)))).containsExactly(7L, 8L, 9L);
    }

    @Test
    void carriesTheReadersDemand() {
        Stored.fill(log, DIRECT, 1, 300, 1);
        StepVerifier.create(
                        syncFlux(Sync.newBuilder().addCursors(cursor(DIRECT, 0)).build()), 0)
                .thenRequest(2)
                .expectNextCount(2)
                .expectNoEvent(Duration.ofMillis(50))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(98)
                .verifyComplete();
    }

    @Test
    void refusesACursorAheadOfTheHead() {
        Stored.fill(log, DIRECT, 1, 3, 1);
        Problem problem = syncProblem(cursor(DIRECT, 4));
        assertThat(problem.getCode()).isEqualTo("CURSOR_AHEAD");
        assertThat(problem.getHead()).isEqualTo(3);
        assertThat(problem.getField()).isEqualTo("cursors[0]");
    }

    @Test
    void refusesForeignAndUnknownConversationsAlike() {
        Stored.fill(log, "d:bob:carol", 1, 3, 1);
        Problem foreign = syncProblem(cursor("d:bob:carol", 0));
        assertThat(foreign.getCode()).isEqualTo("NOT_MEMBER");
        assertThat(syncProblem(cursor("d:x:y", 0))).isEqualTo(foreign);
        assertThat(syncProblem(cursor("g:nowhere", 0))).isEqualTo(foreign);
        assertThat(historyProblem(History.newBuilder()
                                .setConversation("g:nowhere")
                                .build())
                        .getCode())
                .isEqualTo("NOT_MEMBER");
    }

    @Test
    void refusesWhatIsNoCursor() {
        assertThat(syncProblem(cursor(DIRECT, -1)).getField()).isEqualTo("cursors[0].after");
        assertThat(syncProblem(cursor("nonsense", 0)).getCode()).isEqualTo("INVALID_FIELD");
        assertThat(syncProblem(cursor("d:bob:alice", 0)).getCode()).isEqualTo("INVALID_FIELD");
        assertThat(syncProblem(cursor(DIRECT, 0), cursor(DIRECT, 0), cursor(DIRECT, 0), cursor(DIRECT, 0))
                        .getCode())
                .isEqualTo("LIMIT_EXCEEDED");
    }

    @Test
    void showsANewcomerWhatCameAfter() {
        Stored.fill(log, GROUP, 1, 15, 1);
        List<SyncPart> parts = sync(cursor(GROUP, 0));
        assertThat(sequences(parts)).containsExactly(11L, 12L, 13L, 14L, 15L);
        assertCovers(parts, 0, 15);
        HistoryPart page =
                last(history(History.newBuilder().setConversation(GROUP).build()));
        assertThat(page.getMore()).isFalse();
        assertThat(historySequences(
                        history(History.newBuilder().setConversation(GROUP).build())))
                .containsExactlyInAnyOrder(11L, 12L, 13L, 14L, 15L);
    }

    @Test
    void showsAnExMemberWhatCameBefore() {
        Principal bob = ALICE.toBuilder().setUser("bob").build();
        Stored.fill(log, GROUP, 1, 25, 1);
        List<SyncPart> parts = syncAs(bob, cursor(GROUP, 15));
        assertThat(sequences(parts)).containsExactly(16L, 17L, 18L, 19L, 20L);
        assertThat(parts.getLast().getHead()).isEqualTo(20);
        assertThat(sequences(syncAs(bob, cursor(GROUP, 20)))).isEmpty();
        List<HistoryPart> newest = historyAs(
                bob, History.newBuilder().setConversation(GROUP).setLimit(2).build());
        assertThat(historySequences(newest)).containsExactly(19L, 20L);
        SyncResult beyond = results(
                        bob, Sync.newBuilder().addCursors(cursor(GROUP, 21)).build())
                .getLast();
        assertThat(beyond.getProblem().getCode()).isEqualTo("NOT_MEMBER");
    }

    @Test
    void pagesThePastDownwards() {
        Stored.fill(log, DIRECT, 1, 12, 1);
        List<HistoryPart> newest =
                history(History.newBuilder().setPeer("bob").setLimit(4).build());
        assertThat(historySequences(newest)).containsExactlyInAnyOrder(9L, 10L, 11L, 12L);
        assertThat(last(newest).getMore()).isTrue();
        assertThat(newest.stream().filter(HistoryPart::getDone)).containsExactly(last(newest));
        long edge = last(newest).getAfter();
        assertThat(edge).isEqualTo(8);
        List<HistoryPart> older = history(History.newBuilder()
                .setPeer("bob")
                .setBefore(edge + 1)
                .setLimit(200)
                .build());
        assertThat(historySequences(older)).containsExactlyInAnyOrder(4L, 5L, 6L, 7L, 8L);
        List<HistoryPart> oldest =
                history(History.newBuilder().setPeer("bob").setBefore(4).build());
        assertThat(historySequences(oldest)).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(last(oldest).getMore()).isFalse();
        assertThat(last(oldest).getDone()).isTrue();
    }

    @Test
    void pagesThePastUpwards() {
        Stored.fill(log, DIRECT, 1, 7, 1);
        List<HistoryPart> first = history(
                History.newBuilder().setPeer("bob").setForward(true).setLimit(4).build());
        assertThat(historySequences(first)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(last(first).getMore()).isTrue();
        List<HistoryPart> rest = history(History.newBuilder()
                .setPeer("bob")
                .setForward(true)
                .setAfter(4)
                .setBefore(7)
                .build());
        assertThat(historySequences(rest)).containsExactly(5L, 6L);
        assertThat(last(rest).getMore()).isFalse();
    }

    @Test
    void cutsALimitToThePage() {
        Stored.fill(log, DIRECT, 1, 12, 1);
        assertThat(historySequences(history(
                        History.newBuilder().setPeer("bob").setLimit(1_000_000).build())))
                .hasSize(5);
        assertThat(historySequences(
                        history(History.newBuilder().setPeer("bob").setLimit(-1).build())))
                .hasSize(5);
    }

    @Test
    void answersAnEmptyRange() {
        Stored.fill(log, DIRECT, 1, 3, 1);
        for (History empty : List.of(
                History.newBuilder().setPeer("bob").setBefore(1).build(),
                History.newBuilder().setPeer("bob").setAfter(9).setBefore(3).build(),
                History.newBuilder().setPeer("nobody").build(),
                History.newBuilder().setPeer("nobody").setForward(true).build())) {
            List<HistoryPart> parts = history(empty);
            assertThat(historySequences(parts)).isEmpty();
            assertThat(last(parts).getDone()).isTrue();
            assertThat(last(parts).getMore()).isFalse();
        }
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThat(historyProblem(
                                History.newBuilder().setPeer("bob").setAfter(-1).build())
                        .getField())
                .isEqualTo("after");
        assertThat(historyProblem(History.newBuilder()
                                .setPeer("bob")
                                .setBefore(-1)
                                .build())
                        .getField())
                .isEqualTo("before");
        assertThat(historyProblem(History.newBuilder().setPeer("b:b").build()).getField())
                .isEqualTo("peer");
        assertThat(historyProblem(History.getDefaultInstance()).getField()).isEqualTo("conversation");
    }

    @Test
    void anAbsentStoreIsSaidSo() {
        log.goAway();
        assertThat(syncProblem(cursor(DIRECT, 0)).getCode()).isEqualTo("STORE_UNAVAILABLE");
        Problem problem = historyProblem(History.newBuilder().setPeer("bob").build());
        assertThat(problem.getCode()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(problem.getRetryable()).isTrue();
    }

    private static void assertCovers(List<SyncPart> parts, long after, long through) {
        long edge = after;
        for (SyncPart part : parts) {
            assertThat(part.getAfter()).isEqualTo(edge);
            edge = part.getThrough();
        }
        assertThat(edge).isEqualTo(through);
    }

    private static List<Long> sequences(List<SyncPart> parts) {
        return parts.stream()
                .flatMap(part -> part.getMessagesList().stream())
                .map(Message::getSequence)
                .toList();
    }

    private static List<Long> historySequences(List<HistoryPart> parts) {
        for (HistoryPart part : parts) {
            assertThat(part.getMessagesList().stream().map(Message::getSequence))
                    .isSorted();
        }
        return parts.stream()
                .flatMap(part -> part.getMessagesList().stream())
                .map(Message::getSequence)
                .toList();
    }

    private static HistoryPart last(List<HistoryPart> parts) {
        return parts.getLast();
    }

    private static Cursor cursor(String conversation, long after) {
        return Cursor.newBuilder().setConversation(conversation).setAfter(after).build();
    }

    private List<SyncPart> sync(Cursor... cursors) {
        return syncAs(ALICE, cursors);
    }

    private List<SyncPart> syncAs(Principal reader, Cursor... cursors) {
        return results(reader, Sync.newBuilder().addAllCursors(List.of(cursors)).build()).stream()
                .map(HistoryServiceTest::part)
                .toList();
    }

    private List<SyncPart> sync(Sync sync) {
        return results(ALICE, sync).stream().map(HistoryServiceTest::part).toList();
    }

    private static SyncPart part(SyncResult result) {
        assertThat(result.hasPart()).as(result.toString()).isTrue();
        return result.getPart();
    }

    private Problem syncProblem(Cursor... cursors) {
        return results(ALICE, Sync.newBuilder().addAllCursors(List.of(cursors)).build())
                .getLast()
                .getProblem();
    }

    private List<SyncResult> results(Principal reader, Sync sync) {
        SyncQuery query =
                SyncQuery.newBuilder().setPrincipal(reader).setSync(sync).build();
        return Objects.requireNonNull(syncHandler(query).collectList().block(Duration.ofSeconds(5)));
    }

    private reactor.core.publisher.Flux<SyncPart> syncFlux(Sync sync) {
        return syncHandler(
                        SyncQuery.newBuilder().setPrincipal(ALICE).setSync(sync).build())
                .map(SyncResult::getPart);
    }

    @SuppressWarnings("unchecked")
    private reactor.core.publisher.Flux<SyncResult> syncHandler(SyncQuery query) {
        CallHandlers.Handler.Many<SyncQuery, SyncResult> handler = (CallHandlers.Handler.Many<SyncQuery, SyncResult>)
                Objects.requireNonNull(handlers.find("history.sync"));
        return handler.answer().apply(query);
    }

    private List<HistoryPart> history(History history) {
        return historyAs(ALICE, history);
    }

    private List<HistoryPart> historyAs(Principal reader, History history) {
        return historyResults(reader, history).stream()
                .map(result -> {
                    assertThat(result.hasPart()).as(result.toString()).isTrue();
                    return result.getPart();
                })
                .toList();
    }

    private Problem historyProblem(History history) {
        return historyResults(ALICE, history).getLast().getProblem();
    }

    @SuppressWarnings("unchecked")
    private List<HistoryResult> historyResults(Principal reader, History history) {
        CallHandlers.Handler.Many<HistoryQuery, HistoryResult> handler =
                (CallHandlers.Handler.Many<HistoryQuery, HistoryResult>)
                        Objects.requireNonNull(handlers.find("history.range"));
        HistoryQuery query = HistoryQuery.newBuilder()
                .setPrincipal(reader)
                .setHistory(history)
                .build();
        return Objects.requireNonNull(
                handler.answer().apply(query).collectList().block(Duration.ofSeconds(5)));
    }

    @Test
    void aBurstOfNumbersIsReadWhole() {
        Stored.fill(log, DIRECT, 1, 100, 1);
        assertThat(sequences(sync(cursor(DIRECT, 0))))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }
}
