package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static im.hongyan.gateway.session.SessionRig.send;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sends: one answer each, in order by conversation, together when they queue up. */
@ExtendWith(LeakFree.class)
class SendingTest {
    private final SessionRig rig = new SessionRig();

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    private static List<Integer> answered(InMemoryConnection client) {
        return client.received().stream()
                .filter(frame -> frame.type() == FrameType.ACCEPTED)
                .map(Frame::requestId)
                .toList();
    }

    @Test
    void whatQueuesUpGoesInOneCallAndInOrder() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();

        for (int i = 1; i <= 30; i++) {
            alice.send(send(i, "bob", "text " + i));
        }
        assertThat(answered(alice)).isEmpty();
        held.tryEmitEmpty();

        assertThat(answered(alice)).hasSize(30).isSorted();
        assertThat(bodies(alice, Accepted.class))
                .extracting(Accepted::getSequence)
                .isSorted();
        assertThat(rig.core.batches())
                .extracting(batch -> batch.getSendsCount())
                .containsExactly(1, 29);
    }

    @Test
    void aPeerAndItsConversationMeetInOneLane() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();

        alice.send(send(1, "bob", "one"));
        alice.send(send(2, "bob", "two"));
        Send byConversation = ((Send) send(3, "bob", "three").body())
                .toBuilder().setConversation("d:alice:bob").build();
        alice.send(new Frame(FrameType.SEND, 3, byConversation));
        held.tryEmitEmpty();

        assertThat(rig.core.batches()).hasSize(2);
        assertThat(rig.core.batches().get(1).getSendsCount()).isEqualTo(2);
    }

    @Test
    void aFailedCallAsksEverySenderToTryAgain() {
        InMemoryConnection alice = rig.login("alice");
        rig.core.fails(ErrorCode.SERVICE_UNAVAILABLE);
        Frame one = send(1, "bob", "one");

        alice.send(one);
        alice.send(send(2, "carol", "two"));

        List<Problem> problems = bodies(alice, Problem.class);
        assertThat(problems).hasSize(2).allSatisfy(problem -> {
            assertThat(problem.getCode()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(problem.getRetryable()).isTrue();
            assertThat(problem.getRetryAfterMillis()).isPositive();
            assertThat(problem.getClientMessageId()).isNotEmpty();
        });
        assertThat(alice.isOpen()).isTrue();
        rig.core.fails(null);
        alice.send(again(3, one));
        assertThat(answered(alice)).containsExactly(3);
    }

    private static Frame again(int requestId, Frame frame) {
        return new Frame(
                FrameType.SEND,
                requestId,
                ((Send) frame.body()).toBuilder().setResend(true).build());
    }

    private static List<Integer> refused(InMemoryConnection client) {
        return client.received().stream()
                .filter(frame -> frame.type() == FrameType.ERROR)
                .map(Frame::requestId)
                .toList();
    }

    @Test
    void whatQueuesBehindAnUnknownOutcomeDoesNotOvertakeIt() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();
        List<Frame> sends =
                List.of(send(1, "bob", "one"), send(2, "bob", "two"), send(3, "bob", "three"), send(4, "carol", "hi"));
        sends.forEach(alice::send);

        rig.core.open();
        rig.core.failsOnce(ErrorCode.TIMEOUT);
        held.tryEmitEmpty();
        alice.send(send(5, "bob", "four, sent before the refusals were read"));

        assertThat(refused(alice)).containsExactly(1, 2, 3, 5);
        assertThat(bodies(alice, Problem.class))
                .extracting(Problem::getCode)
                .containsExactly("TIMEOUT", "BUSY", "BUSY", "BUSY");
        assertThat(bodies(alice, Problem.class)).allSatisfy(problem -> {
            assertThat(problem.getRetryable()).isTrue();
            assertThat(problem.getRetryAfterMillis()).isPositive();
            assertThat(problem.getClientMessageId()).isNotEmpty();
        });
        assertThat(answered(alice)).as("another conversation").containsExactly(4);
        assertThat(rig.core.head("d:alice:bob")).isZero();

        alice.send(again(11, sends.get(0)));
        alice.send(again(12, sends.get(1)));
        alice.send(again(13, sends.get(2)));
        alice.send(send(14, "bob", "four"));

        assertThat(answered(alice)).containsExactly(4, 11, 12, 13, 14);
        assertThat(bodies(alice, Accepted.class))
                .extracting(Accepted::getSequence)
                .containsExactly(1L, 1L, 2L, 3L, 4L);
    }

    @Test
    void whatIsRefusedForWantOfRoomIsNotOvertaken() {
        SessionRig small = new SessionRig(Map.of("hongyan.gateway.lane.node-send-bytes", "1MB"));
        List<InMemoryConnection> others = List.of(small.login("a"), small.login("b"), small.login("c"));
        InMemoryConnection alice = small.login("alice");
        var held = small.core.holds();
        for (int i = 0; i < 8; i++) {
            for (InMemoryConnection other : others) {
                other.send(send(i, "bob", "x".repeat(60_000)));
            }
        }
        Frame large = send(1, "bob", "y".repeat(60_000));

        alice.send(large);
        alice.send(send(2, "bob", "small"));

        assertThat(refused(alice)).containsExactly(1, 2);
        held.tryEmitEmpty();
        alice.send(send(3, "bob", "small"));
        assertThat(refused(alice)).containsExactly(1, 2, 3);
        alice.send(again(4, large));
        alice.send(send(5, "bob", "small"));
        assertThat(answered(alice)).containsExactly(4, 5);
        small.close();
    }

    @Test
    void whatIsNeverRepeatedHoldsUpItsConversationForAWhileOnly() {
        InMemoryConnection alice = rig.login("alice");
        rig.core.failsOnce(ErrorCode.TIMEOUT);
        alice.send(send(1, "bob", "given up"));

        alice.send(send(2, "bob", "two"));
        rig.pass(Duration.ofSeconds(31));
        alice.send(send(3, "bob", "three"));

        assertThat(refused(alice)).containsExactly(1, 2);
        assertThat(answered(alice)).containsExactly(3);
    }

    @Test
    void aRefusalNamesTheMessage() {
        InMemoryConnection alice = rig.login("alice");
        Send nameless = ((Send) send(1, "bob", "one").body())
                .toBuilder().setClientMessageId("not allowed!").build();

        alice.send(new Frame(FrameType.SEND, 8, nameless));

        Problem problem = bodies(alice, Problem.class).getFirst();
        assertThat(problem.getCode()).isEqualTo("INVALID_FIELD");
        assertThat(problem.getClientMessageId()).isEqualTo("not allowed!");
        assertThat(alice.received().getLast().requestId()).isEqualTo(8);
    }

    @Test
    void stopsReadingWhenTooMuchIsUnderWay() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();

        for (int i = 0; i < 1_000; i++) {
            alice.send(send(i, "bob", "text"));
        }

        assertThat(alice.notAskedFor()).isEqualTo(1_000 - 128 - 16);
        held.tryEmitEmpty();
        assertThat(alice.notAskedFor()).isZero();
        assertThat(answered(alice)).hasSize(1_000).isSorted();
    }

    @Test
    void stopsReadingWhenTooManyBytesAreUnderWay() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();

        for (int i = 0; i < 100; i++) {
            alice.send(send(i, "bob", "x".repeat(60_000)));
        }

        assertThat(100 - alice.notAskedFor()).isLessThanOrEqualTo(9 + 16);
        held.tryEmitEmpty();
        assertThat(answered(alice)).hasSize(100).isSorted();
    }

    @Test
    void stopsReadingFromWhoDoesNotReadItsAnswers() {
        InMemoryConnection alice = rig.login("alice");
        alice.stopReading();

        for (int i = 0; i < 5_000; i++) {
            alice.send(send(i, "bob", "text"));
        }

        assertThat(alice.unreadBytes()).isLessThan(96 * 1024);
        assertThat(alice.notAskedFor()).isGreaterThan(3_000);
        alice.readAgain();
        assertThat(answered(alice)).hasSize(5_000).isSorted();
    }

    @Test
    void theNodeHoldsSoManyBytesOfSends() {
        SessionRig small = new SessionRig(Map.of("hongyan.gateway.lane.node-send-bytes", "1MB"));
        List<InMemoryConnection> clients =
                List.of(small.login("a"), small.login("b"), small.login("c"), small.login("d"));
        var held = small.core.holds();

        for (int i = 0; i < 8; i++) {
            for (InMemoryConnection client : clients) {
                client.send(send(i, "bob", "x".repeat(60_000)));
            }
        }

        assertThat(small.gauge("hongyan.gateway.lane.sends")).isBetween(900_000.0, 1_048_576.0);
        assertThat(clients)
                .anySatisfy(client -> assertThat(
                                bodies(client, Problem.class).getFirst().getCode())
                        .isEqualTo("BUSY"));
        held.tryEmitEmpty();
        small.close();
    }

    @Test
    void aClientThatLeavesCancelsNothing() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();
        for (int i = 1; i <= 10; i++) {
            alice.send(send(i, "bob", "text " + i));
        }

        alice.leave();
        held.tryEmitEmpty();

        assertThat(rig.core.head("d:alice:bob")).isEqualTo(10);
    }

    @Test
    void otherConversationsDoNotWait() {
        SessionRig other = new SessionRig(Map.of());
        InMemoryConnection alice = other.login("alice");
        var held = other.core.holds();
        alice.send(send(1, "bob", "waits"));
        other.core.open();

        for (int i = 2; i <= 20; i++) {
            alice.send(send(i, "peer" + i, "does not wait"));
        }

        assertThat(answered(alice)).hasSizeGreaterThan(10).doesNotContain(1);
        held.tryEmitEmpty();
        assertThat(answered(alice)).hasSize(20);
    }
}
