package im.hongyan.core.message;

import static im.hongyan.core.message.MessageRig.ALICE;
import static im.hongyan.core.message.MessageRig.again;
import static im.hongyan.core.message.MessageServiceTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.rig.PublisherDouble.Mode;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Point 2 of the delivery contract for senders who may send no more: nothing new is taken from them, and no final refusal is
 * given for what may be stored.
 */
class ClosedSenderTest {
    private static final Duration PUBLISH_AGE = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static TestDatabase database;
    private final ConversationKey group = new ConversationKey("default", "g:" + UUID.randomUUID());
    private final Send hello = send("c1", "hello");
    private MessageRig rig;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
    }

    @BeforeEach
    void start() {
        TestRedis.empty();
        rig = new MessageRig(database, MessageRig.properties(PUBLISH_AGE, LONG, LONG));
        TestConversations.member(database, group, "alice", 0, null);
        rig.send(ALICE, send("first", "first"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void areRefusedWhatTheyNeverSent() {
        close();
        int published = rig.publisher.published().size();
        List<SendResult> results = rig.send(ALICE, List.of(hello, again(send("c2", "again")), send("c3", "new")));
        assertThat(results).extracting(MessageServiceTest::code).containsOnly(ErrorCode.NOT_MEMBER);
        assertThat(results)
                .extracting(result -> result.getProblem().getClientMessageId())
                .containsExactly("c1", "c2", "c3");
        assertThat(rig.publisher.published()).hasSize(published);
    }

    @Test
    void areToldWhatWasAcceptedWhileItIsRemembered() {
        long sequence = rig.send(ALICE, hello).getAccepted().getSequence();
        close();
        SendResult repeat = rig.send(ALICE, again(hello));
        assertThat(repeat.getAccepted().getSequence()).isEqualTo(sequence);
        assertThat(repeat.getAccepted().getDuplicate()).isTrue();
        assertThat(code(rig.send(ALICE, again(send("c1", "another"))))).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void areToldWhatIsStoredWhenItIsNotRemembered() {
        long sequence = rig.send(ALICE, hello).getAccepted().getSequence();
        TestRedis.empty();
        close();
        List<SendResult> results = rig.send(ALICE, List.of(again(send("c2", "never sent")), again(hello)));
        assertThat(code(results.getFirst())).isEqualTo(ErrorCode.NOT_MEMBER);
        assertThat(results.getLast().getAccepted().getSequence()).isEqualTo(sequence);
    }

    @Test
    void haveWhatIsUnknownBroughtToItsEnd() throws InterruptedException {
        rig.publisher.setMode(Mode.AWAY);
        assertThat(code(rig.send(ALICE, hello))).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
        rig.publisher.setMode(Mode.CONFIRM);
        close();
        Thread.sleep(PUBLISH_AGE);
        SendResult repeat = rig.send(ALICE, again(hello));
        assertThat(repeat.hasAccepted()).as(repeat.toString()).isTrue();
        assertThat(rig.send(ALICE, again(hello)).getAccepted().getSequence())
                .isEqualTo(repeat.getAccepted().getSequence());
    }

    private void close() {
        TestConversations.leave(database, rig.conversations, group, "alice", 5);
    }

    private Send send(String clientMessageId, String text) {
        return Send.newBuilder()
                .setConversation(group.conversation())
                .setClientMessageId(clientMessageId)
                .setContent(MessageRig.text(text))
                .build();
    }
}
