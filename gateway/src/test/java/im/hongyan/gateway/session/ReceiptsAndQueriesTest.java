package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static im.hongyan.gateway.session.SessionRig.send;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.link.proto.Mark;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Read;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Typing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs beside the sends. */
@ExtendWith(LeakFree.class)
class ReceiptsAndQueriesTest {
    private final SessionRig rig = new SessionRig();

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    private void fill(String conversation, int messages, int bytes) {
        for (int i = 1; i <= messages; i++) {
            rig.core.store(
                    conversation,
                    "bob",
                    Send.newBuilder()
                            .setClientMessageId("c" + i)
                            .setContent(Content.newBuilder()
                                    .setText(Text.newBuilder().setText("x".repeat(bytes))))
                            .build());
        }
    }

    private static Frame sync(int requestId, String conversation, long after) {
        return new Frame(
                FrameType.SYNC,
                requestId,
                Sync.newBuilder()
                        .addCursors(Cursor.newBuilder()
                                .setConversation(conversation)
                                .setAfter(after))
                        .build());
    }

    private static Frame received(int requestId, String conversation, long upTo) {
        return new Frame(
                FrameType.RECEIVED,
                requestId,
                Received.newBuilder()
                        .setConversation(conversation)
                        .setUpTo(upTo)
                        .build());
    }

    @Test
    void answersASyncPartByPart() {
        fill("d:alice:bob", 25, 10);
        InMemoryConnection alice = rig.login("alice");

        alice.send(sync(4, "d:alice:bob", 3));

        List<SyncPart> parts = bodies(alice, SyncPart.class);
        assertThat(parts).hasSize(3);
        assertThat(parts.getFirst().getAfter()).isEqualTo(3);
        assertThat(parts.getLast().getThrough()).isEqualTo(25);
        assertThat(parts.getLast().getDone()).isTrue();
        assertThat(alice.received().getLast().requestId()).isEqualTo(4);
    }

    @Test
    void answersHistory() {
        fill("d:alice:bob", 3, 10);
        InMemoryConnection alice = rig.login("alice");

        alice.send(new Frame(
                FrameType.HISTORY,
                4,
                History.newBuilder().setConversation("d:alice:bob").build()));

        assertThat(bodies(alice, HistoryPart.class).getFirst().getMessagesCount())
                .isEqualTo(3);
    }

    @Test
    void fetchesPartsAtTheReadersSpeed() {
        fill("d:alice:bob", 1_000, 2_000);
        InMemoryConnection alice = rig.login("alice");
        alice.stopReading();

        alice.send(sync(4, "d:alice:bob", 0));

        assertThat(rig.core.pages()).isLessThan(10);
        alice.readAgain();
        assertThat(bodies(alice, SyncPart.class)).hasSize(100);
        assertThat(bodies(alice, SyncPart.class).getLast().getDone()).isTrue();
    }

    @Test
    void aLongSyncHoldsUpNoSend() {
        fill("d:alice:bob", 1_000, 2_000);
        InMemoryConnection alice = rig.login("alice");
        alice.stopReading();
        alice.send(sync(4, "d:alice:bob", 0));

        alice.send(send(5, "carol", "hi"));
        alice.readAgain();

        assertThat(rig.core.head("d:alice:carol")).isEqualTo(1);
        List<Frame> all = alice.received();
        int accepted = all.indexOf(all.stream()
                .filter(frame -> frame.type() == FrameType.ACCEPTED)
                .findFirst()
                .orElseThrow());
        assertThat(all.subList(accepted, all.size()).stream().filter(frame -> frame.type() == FrameType.SYNC_PART))
                .as("parts after the answer to the send")
                .hasSizeGreaterThan(80);
    }

    // B65
    @Test
    void refusesTooManyQueriesAtATime() {
        fill("d:alice:bob", 100, 2_000);
        InMemoryConnection alice = rig.login("alice");
        alice.stopReading();

        for (int i = 0; i < 30; i++) {
            alice.send(sync(i, "d:alice:bob", 0));
        }
        alice.readAgain();

        List<Problem> refused = bodies(alice, Problem.class);
        assertThat(refused).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.getCode()).isEqualTo("BUSY");
            assertThat(problem.getRetryAfterMillis()).isPositive();
        });
        long done =
                bodies(alice, SyncPart.class).stream().filter(SyncPart::getDone).count();
        assertThat(done + refused.size()).as("one end for each").isEqualTo(30);
    }

    // B65
    @Test
    void limitsQueries() {
        InMemoryConnection alice = rig.login("alice");

        for (int i = 0; i < 101; i++) {
            alice.send(sync(i, "d:alice:bob", 0));
        }

        assertThat(bodies(alice, SyncPart.class)).hasSize(100);
        Problem limited = bodies(alice, Problem.class).getFirst();
        assertThat(limited.getCode()).isEqualTo("RATE_LIMITED");
        assertThat(limited.getRetryAfterMillis()).isPositive();
        rig.pass(Duration.ofSeconds(1));
        alice.send(sync(200, "d:alice:bob", 0));
        assertThat(bodies(alice, SyncPart.class)).hasSize(101);
    }

    @Test
    void aQueryThatFailsIsAnsweredOnce() {
        InMemoryConnection alice = rig.login("alice");
        rig.core.fails(ErrorCode.STORE_UNAVAILABLE);

        alice.send(sync(4, "d:alice:bob", 0));

        assertThat(bodies(alice, Problem.class)).hasSize(1);
        assertThat(bodies(alice, Problem.class).getFirst().getCode()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(alice.isOpen()).isTrue();
    }

    @Test
    void queriesStopWhenTheClientLeaves() {
        fill("d:alice:bob", 1_000, 2_000);
        InMemoryConnection alice = rig.login("alice");
        alice.stopReading();
        alice.send(sync(4, "d:alice:bob", 0));

        alice.leave();
        int pages = rig.core.pages();
        rig.pass(Duration.ofMinutes(1));

        assertThat(rig.core.pages()).isEqualTo(pages);
        assertThat(rig.gauge("hongyan.gateway.outbox.held")).isZero();
    }

    @Test
    void ofManyReceiptsTheFurthestIsTold() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();
        alice.send(received(0, "d:alice:bob", 1));

        for (int i = 2; i <= 500; i++) {
            alice.send(received(0, "d:alice:bob", i));
        }
        alice.send(new Frame(
                FrameType.READ,
                0,
                Read.newBuilder().setConversation("d:alice:bob").setUpTo(400).build()));
        alice.send(received(0, "d:alice:bob", 7));
        held.tryEmitEmpty();

        assertThat(rig.core.marks()).extracting(Mark::getUpTo).containsExactly(1L, 500L, 400L);
        assertThat(rig.core.marks()).extracting(Mark::getKind).endsWith(ReceiptKind.DELIVERED, ReceiptKind.SEEN);
    }

    // B64
    @Test
    void aRefusedReceiptIsAnswered() {
        InMemoryConnection alice = rig.login("alice");

        alice.send(received(9, "d:foreign:two", 3));

        assertThat(bodies(alice, Problem.class).getFirst().getCode()).isEqualTo("NOT_MEMBER");
        assertThat(alice.received().getLast().requestId()).isEqualTo(9);
    }

    @Test
    void receiptsThatFailedAreToldAgain() {
        InMemoryConnection alice = rig.login("alice");
        rig.core.fails(ErrorCode.TIMEOUT);
        alice.send(received(0, "d:alice:bob", 5));

        rig.core.fails(null);
        alice.send(received(0, "d:alice:bob", 3));
        rig.pass(Duration.ofSeconds(2));

        assertThat(rig.core.marks()).extracting(Mark::getUpTo).containsExactly(5L);
    }

    @Test
    void receiptsForVeryManyConversationsSlowTheClientDown() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();

        for (int i = 0; i < 2_000; i++) {
            alice.send(received(0, "g:group" + i, 1));
        }

        assertThat(alice.notAskedFor()).isGreaterThan(1_000);
        held.tryEmitEmpty();
        assertThat(alice.notAskedFor()).isZero();
        assertThat(rig.core.marks()).hasSize(2_000);
    }

    // B64
    @Test
    void aMarkForWhatIsNoConversationIsRefusedHere() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();

        for (int i = 0; i < 1_000; i++) {
            alice.send(received(7, "g:" + i + "x".repeat(70_000), 1));
        }

        assertThat(rig.gauge("hongyan.gateway.lane.marks")).isZero();
        assertThat(bodies(alice, Problem.class)).hasSize(1_000).allSatisfy(problem -> {
            assertThat(problem.getCode()).isEqualTo("INVALID_FIELD");
            assertThat(problem.getField()).isEqualTo("conversation");
        });
        held.tryEmitEmpty();
        assertThat(rig.core.marks()).isEmpty();
    }

    @Test
    void marksAreBoundedHoweverLongCallsFail() {
        InMemoryConnection alice = rig.login("alice");
        rig.core.fails(ErrorCode.SERVICE_UNAVAILABLE);

        for (int i = 0; i < 5_000; i++) {
            alice.send(received(0, "g:group" + i, 1));
        }
        for (int minute = 0; minute < 30; minute++) {
            rig.pass(Duration.ofMinutes(1));
            alice.send(new Frame(FrameType.PING, 2, Ping.getDefaultInstance()));
            assertThat(rig.gauge("hongyan.gateway.lane.marks")).isLessThanOrEqualTo(256 + 128 + 16);
        }
        assertThat(alice.notAskedFor()).isGreaterThan(4_000);
        rig.core.fails(null);
        rig.pass(Duration.ofSeconds(16));

        assertThat(alice.notAskedFor()).isZero();
        assertThat(rig.core.marks()).hasSize(5_000);
        assertThat(rig.core.marksPerCall())
                .allSatisfy(marks -> assertThat(marks).isLessThanOrEqualTo(256));
    }

    @Test
    void aCallThatBreaksIsNotRepeated() {
        InMemoryConnection alice = rig.login("alice");
        rig.core.fails(ErrorCode.INTERNAL);

        alice.send(received(9, "d:alice:bob", 5));

        assertThat(bodies(alice, Problem.class)).extracting(Problem::getCode).containsExactly("INTERNAL");
        assertThat(alice.received().getLast().requestId()).isEqualTo(9);
        rig.core.fails(null);
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.core.marks()).isEmpty();
    }

    @Test
    void whoLeavesWhileCallsFailLeavesNothingBehind() {
        InMemoryConnection alice = rig.login("alice");
        rig.core.fails(ErrorCode.BUSY);
        alice.send(received(0, "d:alice:bob", 5));

        alice.leave();

        assertThat(rig.gauge("hongyan.gateway.lane.marks")).isZero();
        assertThat(rig.wheel.alarms()).isZero();
    }

    @Test
    void ofManySignsOfTypingTheLatestIsTold() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();

        for (int i = 0; i < 10; i++) {
            alice.send(Frame.of(
                    FrameType.TYPING,
                    Typing.newBuilder().setPeer("bob").setActive(i % 2 == 0).build()));
        }
        held.tryEmitEmpty();

        assertThat(rig.core.signs()).extracting(Typing::getActive).containsExactly(true, false);
    }

    @Test
    void answersSendsWhileReceiptsWait() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();
        alice.send(received(0, "d:alice:bob", 1));
        rig.core.open();

        alice.send(send(3, "bob", "hi"));

        assertThat(bodies(alice, Accepted.class)).hasSize(1);
        held.tryEmitEmpty();
    }
}
