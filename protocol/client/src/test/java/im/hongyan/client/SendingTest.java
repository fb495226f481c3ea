package im.hongyan.client;

import static im.hongyan.client.Clients.PATIENCE;
import static im.hongyan.client.Clients.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.client.error.OverflowException;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.fake.FakeConnection;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class SendingTest extends ClientRig {

    @Test
    void completesWithTheValuesOfAccepted() {
        OutgoingMessage message = OutgoingMessage.text(Target.peer("bob"), "hello");
        Accepted accepted = alice().send(message).block(PATIENCE);

        assertThat(accepted).isNotNull();
        assertThat(Objects.requireNonNull(accepted).getConversation()).isEqualTo("d:alice:bob");
        assertThat(accepted.getSequence()).isEqualTo(1);
        assertThat(accepted.getClientMessageId()).isEqualTo(message.clientMessageId());
        assertThat(accepted.getDuplicate()).isFalse();
    }

    @Test
    void sendsNothingBeforeItIsSubscribedToAndTheSameTwiceWhenTwice() {
        HongyanClient alice = alice();
        var sending = alice.send(OutgoingMessage.text(Target.peer("bob"), "hello"));
        assertThat(server.log().messages("d:alice:bob")).isEmpty();

        sending.block(PATIENCE);
        Accepted again = Objects.requireNonNull(sending.block(PATIENCE));
        assertThat(again.getDuplicate()).isTrue();
        assertThat(server.log().messages("d:alice:bob")).hasSize(1);
    }

    @Test
    void keepsTheOrderOfManySendsInOneConversation() {
        List<Accepted> accepted = alice().sendAll(Flux.range(0, 500).map(i -> toBob("m" + i)))
                .collectList()
                .block(PATIENCE);

        assertThat(accepted)
                .extracting(Accepted::getSequence)
                .isEqualTo(IntStream.rangeClosed(1, 500).mapToObj(i -> (long) i).toList());
        assertThat(texts())
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void sendsWhatWasAskedBeforeTheFirstConnection() {
        HongyanClient alice = Clients.of(server, "alice").build();
        clients.add(alice);
        CompletableFuture<Accepted> early = alice.send(toBob("early")).toFuture();
        alice.connect().block(PATIENCE);
        assertThat(early).succeedsWithin(PATIENCE);
    }

    @Test
    void repeatsWithTheResendFlagOverTheNextConnectionWhatWasNotAnswered() {
        AtomicInteger swallowed = new AtomicInteger();
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.SEND && server.connections().size() == 1) {
                if (swallowed.incrementAndGet() == 3) {
                    connection.cut();
                }
                return true;
            }
            return false;
        });
        HongyanClient alice = alice();
        List<Accepted> accepted = alice.sendAll(Flux.just(toBob("a"), toBob("b"), toBob("c")))
                .collectList()
                .block(PATIENCE);

        assertThat(accepted).extracting(Accepted::getSequence).containsExactly(1L, 2L, 3L);
        assertThat(texts()).containsExactly("a", "b", "c");
        List<Send> first = server.connections().getFirst().received(FrameType.SEND, Send.class);
        List<Send> second = server.lastConnection().received(FrameType.SEND, Send.class);
        assertThat(first).noneMatch(Send::getResend);
        assertThat(second).allMatch(Send::getResend);
        assertThat(second)
                .extracting(Send::getClientMessageId)
                .isEqualTo(first.stream().map(Send::getClientMessageId).toList());
        assertThat(alice.statistics().repeatedSends()).isEqualTo(3);
    }

    @Test
    void getsTheFirstValuesWhenOnlyTheAnswerWasLost() {
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.SEND && server.connections().size() == 1) {
                Send send = (Send) frame.body();
                server.log().accept("d:alice:bob", "alice", send.getClientMessageId(), send.getContent());
                connection.cut();
                return true;
            }
            return false;
        });
        Accepted accepted = Objects.requireNonNull(alice().send(toBob("once")).block(PATIENCE));
        assertThat(texts()).containsExactly("once");
        assertThat(accepted.getSequence()).isEqualTo(1);
        assertThat(accepted.getDuplicate()).isTrue();
    }

    @Test
    void triesARetryableRefusalAgainNotBeforeItsTimeAndLetsNoneOvertake() {
        List<Long> times = new ArrayList<>();
        server.script((connection, frame) -> {
            if (isText(frame, "a")) {
                times.add(System.nanoTime());
                if (times.size() < 3) {
                    connection.refuse(frame.requestId(), ErrorCode.BUSY, 300);
                    return true;
                }
            }
            return false;
        });
        HongyanClient alice = alice();
        CompletableFuture<Accepted> a = alice.send(toBob("a")).toFuture();
        eventually(() -> times.size() == 2);
        CompletableFuture<Accepted> b = alice.send(toBob("b")).toFuture();

        assertThat(a).succeedsWithin(PATIENCE);
        assertThat(b).succeedsWithin(PATIENCE);
        assertThat(texts()).containsExactly("a", "b");
        assertThat(times.get(1) - times.get(0))
                .isGreaterThan(Duration.ofMillis(290).toNanos());
        assertThat(times.get(2) - times.get(1))
                .isGreaterThan(Duration.ofMillis(290).toNanos());
        assertThat(server.lastConnection()
                        .received(FrameType.SEND, Send.class)
                        .get(1)
                        .getResend())
                .isTrue();
    }

    @Test
    void aConversationThatWaitsDoesNotHoldUpAnother() {
        server.script((connection, frame) -> {
            if (isText(frame, "stuck")) {
                connection.refuse(frame.requestId(), ErrorCode.RATE_LIMITED, 60_000);
                return true;
            }
            return false;
        });
        HongyanClient alice = alice();
        CompletableFuture<Accepted> stuck = alice.send(toBob("stuck")).toFuture();
        assertThat(alice.send(OutgoingMessage.text(Target.peer("carol"), "free"))
                        .toFuture())
                .succeedsWithin(PATIENCE);
        assertThat(stuck).isNotDone();
    }

    @Test
    void repeatsASendWhoseAnswerDoesNotComeOverTheSameConnection() {
        AtomicInteger sends = new AtomicInteger();
        server.script((connection, frame) -> frame.type() == FrameType.SEND && sends.incrementAndGet() == 1);
        HongyanClient alice = connect(Clients.of(server, "alice").answerWithin(Duration.ofMillis(200)));

        assertThat(alice.send(toBob("hello")).toFuture()).succeedsWithin(PATIENCE);
        assertThat(server.connections()).hasSize(1);
        assertThat(server.lastConnection().received(FrameType.SEND, Send.class))
                .extracting(Send::getResend)
                .containsExactly(false, true);
    }

    @Test
    void aFinalRefusalIsATypedException() {
        HongyanClient alice = alice();
        assertThatThrownBy(() -> alice.send(OutgoingMessage.text(Target.group("strangers"), "hello"))
                        .block(PATIENCE))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_MEMBER);
                    assertThat(refused.problem().getMessage()).isEqualTo("only members may do this");
                });
        assertThat(alice.send(toBob("after")).toFuture()).succeedsWithin(PATIENCE);
    }

    @Test
    void holdsNoMoreThanItsBoundAndSaysSo() {
        server.script((connection, frame) -> frame.type() == FrameType.SEND);
        HongyanClient alice = connect(Clients.of(server, "alice").outbox(3, 1 << 20));
        List<CompletableFuture<Accepted>> held = IntStream.range(0, 3)
                .mapToObj(i -> alice.send(toBob("m" + i)).toFuture())
                .toList();

        assertThatThrownBy(() -> alice.send(toBob("one too many")).block(PATIENCE))
                .isInstanceOf(OverflowException.class)
                .hasMessage("the outbox holds its limit of 3 messages");
        assertThat(alice.statistics().outboxMessages()).isEqualTo(3);
        alice.close().block(PATIENCE);
        assertThat(held)
                .allSatisfy(send -> assertThat(send)
                        .failsWithin(PATIENCE)
                        .withThrowableThat()
                        .withCauseInstanceOf(UnansweredException.class));
        assertThat(alice.statistics().outboxMessages()).isZero();
    }

    @Test
    void boundsTheOutboxInBytesToo() {
        server.script((connection, frame) -> frame.type() == FrameType.SEND);
        HongyanClient alice = connect(Clients.of(server, "alice").outbox(100, 2_000));
        alice.send(toBob("x".repeat(1_500))).subscribe(accepted -> {}, failure -> {});
        assertThatThrownBy(() -> alice.send(toBob("x".repeat(1_500))).block(PATIENCE))
                .isInstanceOf(OverflowException.class)
                .hasMessage("the outbox holds its limit of 2000 bytes");
    }

    @Test
    void neverHasMoreInFlightThanTheServerTakes() {
        server.sendsInFlight(4);
        List<Integer> ids = new ArrayList<>();
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.SEND) {
                synchronized (ids) {
                    ids.add(frame.requestId());
                }
                return true;
            }
            return false;
        });
        HongyanClient alice = alice();
        Flux.range(0, 20).flatMap(i -> alice.send(toBob("m" + i))).subscribe(accepted -> {}, failure -> {});
        eventually(() -> ids.size() == 4);
        FakeConnection connection = server.lastConnection();
        connection.write(FrameType.ACCEPTED, ids.getFirst(), Accepted.getDefaultInstance());
        eventually(() -> ids.size() == 5);
    }

    @Test
    void refusesByItselfWhatNoFrameCanHold() {
        HongyanClient alice = alice();
        assertThatThrownBy(() -> alice.send(toBob("x".repeat(100_000))).block(PATIENCE))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE));
        assertThat(server.lastConnection().received(FrameType.SEND, Send.class)).isEmpty();
    }

    @Test
    void aCancelledSendIsStillSent() {
        HongyanClient alice = alice();
        alice.send(toBob("dropped answer")).subscribe().dispose();
        eventually(() -> texts().equals(List.of("dropped answer")));
        eventually(() -> alice.statistics().outboxMessages() == 0);
    }

    private static boolean isText(Frame frame, String text) {
        return frame.type() == FrameType.SEND
                && ((Send) frame.body()).getContent().getText().getText().equals(text);
    }

    private static OutgoingMessage toBob(String text) {
        return OutgoingMessage.text(Target.peer("bob"), text);
    }

    private List<String> texts() {
        return server.log().messages("d:alice:bob").stream()
                .map(Message::getContent)
                .map(content -> content.getText().getText())
                .toList();
    }

    private HongyanClient alice() {
        return connect(Clients.of(server, "alice"));
    }
}
