package im.hongyan.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.rig.Stored;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The past page by page, and what every reader is shown of it. */
class HistoryServiceTest extends HistoryRig {

    // B47
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

    // B63
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

    // B62
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

    // B61
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
}
