package im.hongyan.core.message;

import static im.hongyan.core.message.MessageRig.ALICE;
import static im.hongyan.core.message.MessageRig.again;
import static im.hongyan.core.message.MessageRig.toPeer;
import static im.hongyan.core.message.MessageServiceTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.rig.PublisherDouble.Mode;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Points 1 to 5 of the delivery contract, with the neighbours failing in every way. Ages are scaled down: 300 ms for 3 s. */
class SendFaultTest {
    private static final Duration PUBLISH_AGE = Duration.ofMillis(300);
    private static final Duration LONG_PUBLISH_AGE = Duration.ofSeconds(4);
    private static final Send HELLO = toPeer("bob", "c1", "hello");

    private static TestDatabase database;
    private MessageRig rig;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
    }

    @BeforeEach
    void start() {
        start(PUBLISH_AGE);
    }

    private void start(Duration publishAge) {
        TestRedis.empty();
        rig = new MessageRig(database, MessageRig.properties(publishAge));
        rig.send(ALICE, toPeer("bob", "first", "first"));
        rig.publisher.published().clear();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void refusedByTheBrokerIsRetryableAndStoredOnceAfterwards() {
        rig.publisher.setMode(Mode.REFUSE);
        SendResult refused = rig.send(ALICE, HELLO);
        assertThat(code(refused)).isEqualTo(ErrorCode.BUSY);
        assertThat(refused.getProblem().getRetryable()).isTrue();
        assertThat(refused.getProblem().getRetryAfterMillis()).isPositive();
        rig.publisher.setMode(Mode.CONFIRM);
        assertThat(rig.send(ALICE, again(HELLO)).getAccepted().getSequence()).isEqualTo(2);
        assertThat(rig.log.stored()).hasSize(2);
    }

    @Test
    void anAbsentBrokerIsNeverAccepted() {
        rig.publisher.setMode(Mode.AWAY);
        assertThat(code(rig.send(ALICE, HELLO))).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
        assertThat(code(rig.send(ALICE, again(HELLO)))).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
    }

    @Test
    void aConfirmThatNeverComesEndsWithinTheDeadline() {
        rig.publisher.setMode(Mode.LOSE);
        assertThat(code(rig.send(ALICE, HELLO))).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
    }

    @Test
    void aLostConfirmIsFoundInTheStore() {
        rig.publisher.setMode(Mode.LOSE_CONFIRM);
        assertThat(code(rig.send(ALICE, HELLO))).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
        rig.publisher.setMode(Mode.CONFIRM);
        MessageEvent stored = rig.log.stored().getLast();

        Accepted found = rig.send(ALICE, again(HELLO)).getAccepted();
        assertThat(found.getDuplicate()).isTrue();
        assertThat(found.getSequence()).isEqualTo(stored.getSequence());
        assertThat(found.getMessageId()).isEqualTo(stored.getMessageId());
        assertThat(found.getTime()).isEqualTo(stored.getTime());
        assertThat(rig.log.stored()).hasSize(2);
    }

    @Test
    void aYoungUnconfirmedNumberIsPublishedAgainAsItWas() {
        rig.close();
        start(LONG_PUBLISH_AGE);
        rig.publisher.setMode(Mode.AWAY);
        rig.send(ALICE, HELLO);
        rig.publisher.setMode(Mode.CONFIRM);
        Accepted accepted = rig.send(ALICE, again(HELLO)).getAccepted();
        assertThat(accepted.getDuplicate()).isTrue();
        List<MessageEvent> published = rig.publisher.published();
        assertThat(published).hasSize(2);
        assertThat(published.get(1)).isEqualTo(published.get(0));
        assertThat(accepted.getSequence()).isEqualTo(published.get(0).getSequence());
    }

    @Test
    void anOldUnconfirmedNumberIsNeverPublished() throws InterruptedException {
        rig.publisher.setMode(Mode.REFUSE);
        rig.send(ALICE, HELLO);
        rig.publisher.setMode(Mode.CONFIRM);
        Thread.sleep(PUBLISH_AGE.toMillis());
        Accepted accepted = rig.send(ALICE, again(HELLO)).getAccepted();
        assertThat(accepted.getSequence()).isEqualTo(3);
        assertThat(accepted.getDuplicate()).isTrue();
        assertThat(rig.publisher.published())
                .extracting(MessageEvent::getSequence)
                .containsExactly(3L);
        assertThat(rig.send(ALICE, again(HELLO)).getAccepted()).isEqualTo(accepted);
    }

    @Test
    void aNumberThatRedisAnsweredLateIsReplacedBeforeItIsPublished() {
        TestRedis.pause(Duration.ofMillis(800));
        Accepted accepted = rig.send(ALICE, HELLO).getAccepted();
        assertThat(rig.publisher.published()).hasSize(1);
        assertThat(accepted.getSequence())
                .isEqualTo(rig.publisher.published().getFirst().getSequence());
        assertThat(accepted.getDuplicate()).isFalse();
    }

    @Test
    void aFlushedEntryIsLookedUpInTheStore() {
        Accepted first = rig.send(ALICE, HELLO).getAccepted();
        settleMarks();
        TestRedis.empty();
        Accepted again = rig.send(ALICE, again(HELLO)).getAccepted();
        assertThat(again).isEqualTo(first.toBuilder().setDuplicate(true).build());
        assertThat(code(rig.send(ALICE, again(toPeer("bob", "c1", "other")))))
                .isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void aFlushedCounterStartsFarAboveTheLog() {
        TestRedis.empty();
        assertThat(rig.send(ALICE, HELLO).getAccepted().getSequence()).isEqualTo(1_000_002);
    }

    @Test
    void aFlushedCounterOfAnEmptyLogStartsAtTheBeginning() {
        rig.log.stored().clear();
        TestRedis.empty();
        assertThat(rig.send(ALICE, HELLO).getAccepted().getSequence()).isEqualTo(1);
    }

    @Test
    void aResendAheadOfNewMessagesKeepsItsPlace() {
        Send lost = again(toPeer("bob", "lost", "lost"));
        Send found = again(toPeer("bob", "first", "first"));
        settleMarks();
        TestRedis.empty();
        List<SendResult> results = rig.send(ALICE, List.of(lost, HELLO, found, toPeer("bob", "c2", "last")));
        assertThat(results.stream().map(result -> result.getAccepted().getSequence()))
                .containsExactly(1_000_002L, 1_000_003L, 1L, 1_000_004L);
    }

    @Test
    void anAbsentStoreRefusesOnlyWhatNeedsIt() {
        rig.log.goAway();
        assertThat(rig.send(ALICE, HELLO).getAccepted().getSequence()).isEqualTo(2);
        Send unknown = again(toPeer("bob", "unknown", "x"));
        List<SendResult> results = rig.send(ALICE, List.of(unknown, toPeer("bob", "behind", "y")));
        assertThat(results).extracting(result -> code(result)).containsOnly(ErrorCode.STORE_UNAVAILABLE);
        rig.log.comeBack();
        assertThat(rig.send(ALICE, List.of(unknown, toPeer("bob", "behind", "y"))).stream()
                        .map(result -> result.getAccepted().getSequence()))
                .containsExactly(3L, 4L);
    }

    @Test
    void aFrozenSequencerIsNotWaitedFor() {
        TestRedis.holdWrites();
        try {
            assertThat(code(rig.send(ALICE, HELLO))).isEqualTo(ErrorCode.SEQUENCER_UNAVAILABLE);
        } finally {
            TestRedis.goOn();
        }
        assertThat(rig.send(ALICE, again(HELLO)).hasAccepted()).isTrue();
        assertThat(rig.log.stored()).hasSize(2);
    }

    private void settleMarks() {
        Waiting.until(() -> rig.meters.get("hongyan.core.message.marks").gauge().value() == 0);
    }
}
