package im.hongyan.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.rig.Stored;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** From a cursor to the head. */
class SyncTest extends HistoryRig {

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

    // B62
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

    // B59
    @Test
    void refusesACursorAheadOfTheHead() {
        Stored.fill(log, DIRECT, 1, 3, 1);
        Problem problem = syncProblem(cursor(DIRECT, 4));
        assertThat(problem.getCode()).isEqualTo("CURSOR_AHEAD");
        assertThat(problem.getHead()).isEqualTo(3);
        assertThat(problem.getField()).isEqualTo("cursors[0]");
    }

    // B61
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
    void aBurstOfNumbersIsReadWhole() {
        Stored.fill(log, DIRECT, 1, 100, 1);
        assertThat(sequences(sync(cursor(DIRECT, 0))))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    private Flux<SyncPart> syncFlux(Sync sync) {
        return syncHandler(
                        SyncQuery.newBuilder().setPrincipal(ALICE).setSync(sync).build())
                .map(SyncResult::getPart);
    }
}
