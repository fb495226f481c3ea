package im.hongyan.core.message;

import static im.hongyan.core.message.MessageRig.ALICE;
import static im.hongyan.core.message.MessageRig.BOB;
import static im.hongyan.core.message.MessageRig.again;
import static im.hongyan.core.message.MessageRig.toPeer;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.rig.PublisherDouble.Mode;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.SendResult;
import im.hongyan.link.proto.SendResults;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class MessageServiceTest {
    private static TestDatabase database;
    private MessageRig rig;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
    }

    @BeforeEach
    void start() {
        TestRedis.empty();
        rig = new MessageRig(database);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    // B46
    @Test
    void acceptsADirectMessageAndPublishesWhatItSays() throws Exception {
        Accepted accepted = rig.send(ALICE, toPeer("bob", "c1", "hello")).getAccepted();

        assertThat(accepted.getConversation()).isEqualTo("d:alice:bob");
        assertThat(accepted.getSequence()).isEqualTo(1);
        assertThat(accepted.getDuplicate()).isFalse();
        assertThat(accepted.getClientMessageId()).isEqualTo("c1");
        assertThat(accepted.getTime())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(5_000L));
        MessageEvent event = rig.publisher.published().getFirst();
        assertThat(event.getSequence()).isEqualTo(1);
        assertThat(event.getSender()).isEqualTo("alice");
        Message message = Message.parseFrom(event.getMessage());
        assertThat(message.getMessageId()).isEqualTo(accepted.getMessageId()).isEqualTo(event.getMessageId());
        assertThat(message.getTime()).isEqualTo(accepted.getTime()).isEqualTo(event.getTime());
        assertThat(message.getSenderDevice()).isEqualTo("phone");
        assertThat(message.getContent().getText().getText()).isEqualTo("hello");
    }

    @Test
    void saysNothingBeforeTheConfirm() {
        rig.publisher.setMode(Mode.HOLD);
        CompletableFuture<SendResults> answer = rig.messages
                .send(MessageRig.batch(ALICE, List.of(toPeer("bob", "c1", "hello"))))
                .toFuture();
        Waiting.until(() -> rig.publisher.published().size() == 1);
        assertThat(answer).isNotDone();
        rig.publisher.release();
        assertThat(answer)
                .succeedsWithin(Duration.ofSeconds(2))
                .satisfies(results ->
                        assertThat(results.getResults(0).hasAccepted()).isTrue());
    }

    @Test
    void givesOneBatchRisingNumbersInItsOrder() {
        List<Send> sends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sends.add(toPeer(i % 2 == 0 ? "bob" : "carol", "c" + i, "text " + i));
        }
        List<SendResult> results = rig.send(ALICE, sends);
        for (int i = 0; i < 50; i++) {
            assertThat(results.get(i).getAccepted().getClientMessageId()).isEqualTo("c" + i);
            assertThat(results.get(i).getAccepted().getSequence()).isEqualTo(i / 2 + 1);
        }
    }

    // B43
    @Test
    void answersTheSameSendWithTheSameValues() {
        Send send = toPeer("bob", "c1", "hello");
        Accepted first = rig.send(ALICE, send).getAccepted();
        Accepted second = rig.send(ALICE, send).getAccepted();
        Accepted third = rig.send(ALICE, again(send)).getAccepted();
        assertThat(second).isEqualTo(first.toBuilder().setDuplicate(true).build());
        assertThat(third).isEqualTo(second);
        assertThat(rig.publisher.published().stream().map(MessageEvent::getSequence))
                .containsOnly(1L);
    }

    // B43
    @Test
    void acceptsTheSameClientIdTwiceInOneBatchAsOneMessage() {
        List<SendResult> results = rig.send(ALICE, List.of(toPeer("bob", "c1", "hello"), toPeer("bob", "c1", "hello")));
        assertThat(results.get(0).getAccepted().getSequence()).isEqualTo(1);
        assertThat(results.get(1).getAccepted().getSequence()).isEqualTo(1);
        assertThat(results.get(0).getAccepted().getDuplicate()).isFalse();
        assertThat(results.get(1).getAccepted().getDuplicate()).isTrue();
    }

    // B44
    @Test
    void refusesTheSameClientIdForAnotherText() {
        rig.send(ALICE, toPeer("bob", "c1", "hello"));
        assertThat(code(rig.send(ALICE, toPeer("bob", "c1", "good bye")))).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
        assertThat(rig.send(ALICE, toPeer("bob", "c1", "good bye")).getProblem().getClientMessageId())
                .isEqualTo("c1");
    }

    // B45
    @Test
    void storesTheSameClientIdOfTwoSendersTwice() {
        Accepted ofAlice = rig.send(ALICE, toPeer("bob", "c1", "hello")).getAccepted();
        Accepted ofBob = rig.send(BOB, toPeer("alice", "c1", "hello")).getAccepted();
        assertThat(ofBob.getConversation()).isEqualTo(ofAlice.getConversation());
        assertThat(ofBob.getSequence()).isEqualTo(2);
        assertThat(ofBob.getDuplicate()).isFalse();
    }

    // B47
    @Test
    void refusesForeignAndUnknownConversationsAlike() {
        rig.send(BOB, toPeer("carol", "c0", "secret"));
        Send foreign = inConversation("d:bob:carol", "c1");
        Send unknown = inConversation("d:nobody:noone", "c1");
        Send group = inConversation("g:nowhere", "c1");
        List<SendResult> results = rig.send(ALICE, List.of(foreign, unknown, group));
        assertThat(results).extracting(MessageServiceTest::code).containsOnly(ErrorCode.NOT_MEMBER);
        assertThat(results.stream().map(SendResult::getProblem).distinct()).hasSize(1);
    }

    // B42, B49
    @Test
    void refusesWhatBreaksARuleAndSendsTheRest() {
        List<SendResult> results = rig.send(
                ALICE,
                List.of(
                        toPeer("bob", "", "no id"),
                        toPeer("bob", "x".repeat(65), "long id"),
                        toPeer("bob", "c1", ""),
                        toPeer("bob", "c2", "nul \0"),
                        toPeer("no such:id", "c3", "text"),
                        Send.newBuilder()
                                .setClientMessageId("c4")
                                .setContent(MessageRig.text("x"))
                                .build(),
                        Send.newBuilder()
                                .setClientMessageId("c5")
                                .setPeer("bob")
                                .build(),
                        toPeer("bob", "c6", "sound")));
        assertThat(results.subList(0, 7)).extracting(MessageServiceTest::code).containsOnly(ErrorCode.INVALID_FIELD);
        assertThat(results.get(0).getProblem().getField()).isEqualTo("client_message_id");
        assertThat(results.get(7).getAccepted().getSequence()).isEqualTo(1);
    }

    // B46
    @Test
    void letsNobodySendAsTheSystem() {
        Send system = toPeer("bob", "c1", "").toBuilder()
                .setContent(Content.newBuilder()
                        .setSystem(im.hongyan.wire.frame.System.newBuilder().setEvent("group.created")))
                .build();
        assertThat(code(rig.send(ALICE, system))).isEqualTo(ErrorCode.NO_PERMISSION);
    }

    // B50
    @Test
    void keepsEveryCharacterAsItIs() throws Exception {
        String text = "😀 \u202Eright to left\u202C e" + "\u0301".repeat(1_000);
        rig.send(ALICE, toPeer("bob", "c1", text));
        Message message = Message.parseFrom(rig.publisher.published().getFirst().getMessage());
        assertThat(message.getContent().getText().getText()).isEqualTo(text);
    }

    @Test
    void bringsToItsEndWhatTheAskerGaveUp() {
        rig.publisher.setMode(Mode.HOLD);
        Disposable asker = rig.messages
                .send(MessageRig.batch(ALICE, List.of(toPeer("bob", "c1", "hello"))))
                .subscribe();
        asker.dispose();
        Waiting.until(() -> rig.publisher.published().size() == 1);
        rig.publisher.release();
        rig.publisher.setMode(Mode.CONFIRM);
        Accepted later = rig.send(ALICE, again(toPeer("bob", "c1", "hello"))).getAccepted();
        assertThat(later.getSequence()).isEqualTo(1);
        assertThat(later.getDuplicate()).isTrue();
        Waiting.until(
                () -> rig.meters.get("hongyan.core.message.in-flight").gauge().value() == 0);
    }

    private static Send inConversation(String conversation, String clientMessageId) {
        return Send.newBuilder()
                .setConversation(conversation)
                .setClientMessageId(clientMessageId)
                .setContent(MessageRig.text("hello"))
                .build();
    }

    static ErrorCode code(SendResult result) {
        assertThat(result.hasProblem()).as(result.toString()).isTrue();
        return ErrorCode.valueOf(result.getProblem().getCode());
    }
}
