package im.hongyan.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClientRig;
import im.hongyan.core.rig.LogDouble;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The door of the room over a log of the test's own, and how to ask it. */
abstract class HistoryRig {
    static final String DIRECT = "d:alice:bob";
    static final String GROUP = "g:team";
    static final Principal ALICE = Principal.newBuilder()
            .setTenant("default")
            .setUser("alice")
            .setDevice("phone")
            .build();

    private static TestDatabase database;
    private static ConversationService conversations;

    final LogDouble log = new LogDouble();
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
                conversations,
                (reader, conversation) -> Mono.just(0L),
                LogClientRig.over(log),
                new HistoryProperties(3, 5, DataSize.ofBytes(1_000)));
        new HistoryEndpoint(service, handlers);
    }

    static void assertCovers(List<SyncPart> parts, long after, long through) {
        long edge = after;
        for (SyncPart part : parts) {
            assertThat(part.getAfter()).isEqualTo(edge);
            edge = part.getThrough();
        }
        assertThat(edge).isEqualTo(through);
    }

    static List<Long> sequences(List<SyncPart> parts) {
        return parts.stream()
                .flatMap(part -> part.getMessagesList().stream())
                .map(Message::getSequence)
                .toList();
    }

    static Cursor cursor(String conversation, long after) {
        return Cursor.newBuilder().setConversation(conversation).setAfter(after).build();
    }

    List<SyncPart> sync(Cursor... cursors) {
        return syncAs(ALICE, cursors);
    }

    List<SyncPart> syncAs(Principal reader, Cursor... cursors) {
        return results(reader, Sync.newBuilder().addAllCursors(List.of(cursors)).build()).stream()
                .map(HistoryRig::part)
                .toList();
    }

    List<SyncPart> sync(Sync sync) {
        return results(ALICE, sync).stream().map(HistoryRig::part).toList();
    }

    static SyncPart part(SyncResult result) {
        assertThat(result.hasPart()).as(result.toString()).isTrue();
        return result.getPart();
    }

    Problem syncProblem(Cursor... cursors) {
        return results(ALICE, Sync.newBuilder().addAllCursors(List.of(cursors)).build())
                .getLast()
                .getProblem();
    }

    List<SyncResult> results(Principal reader, Sync sync) {
        SyncQuery query =
                SyncQuery.newBuilder().setPrincipal(reader).setSync(sync).build();
        return Objects.requireNonNull(syncHandler(query).collectList().block(Duration.ofSeconds(30)));
    }

    @SuppressWarnings("unchecked")
    Flux<SyncResult> syncHandler(SyncQuery query) {
        CallHandlers.Handler.Many<SyncQuery, SyncResult> handler = (CallHandlers.Handler.Many<SyncQuery, SyncResult>)
                Objects.requireNonNull(handlers.find("history.sync"));
        return handler.answer().apply(query);
    }

    static List<Long> historySequences(List<HistoryPart> parts) {
        for (HistoryPart part : parts) {
            assertThat(part.getMessagesList().stream().map(Message::getSequence))
                    .isSorted();
        }
        return parts.stream()
                .flatMap(part -> part.getMessagesList().stream())
                .map(Message::getSequence)
                .toList();
    }

    static HistoryPart last(List<HistoryPart> parts) {
        return parts.getLast();
    }

    List<HistoryPart> history(History history) {
        return historyAs(ALICE, history);
    }

    List<HistoryPart> historyAs(Principal reader, History history) {
        return historyResults(reader, history).stream()
                .map(result -> {
                    assertThat(result.hasPart()).as(result.toString()).isTrue();
                    return result.getPart();
                })
                .toList();
    }

    Problem historyProblem(History history) {
        return historyResults(ALICE, history).getLast().getProblem();
    }

    @SuppressWarnings("unchecked")
    List<HistoryResult> historyResults(Principal reader, History history) {
        CallHandlers.Handler.Many<HistoryQuery, HistoryResult> handler =
                (CallHandlers.Handler.Many<HistoryQuery, HistoryResult>)
                        Objects.requireNonNull(handlers.find("history.range"));
        HistoryQuery query = HistoryQuery.newBuilder()
                .setPrincipal(reader)
                .setHistory(history)
                .build();
        return Objects.requireNonNull(
                handler.answer().apply(query).collectList().block(Duration.ofSeconds(30)));
    }
}
