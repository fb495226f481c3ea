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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Point 2 of the delivery contract: every answer to one client id names what is stored, whatever is still in the broker. */
class RepeatTest {
    private static final Duration PUBLISH_AGE = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Send HELLO = toPeer("bob", "c1", "hello");

    private static TestDatabase database;
    private MessageRig rig;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
    }

    @BeforeEach
    void start() {
        start(LONG);
    }

    private void start(Duration storedDeadline) {
        TestRedis.empty();
        rig = new MessageRig(database, MessageRig.properties(PUBLISH_AGE, LONG, storedDeadline));
        rig.send(ALICE, toPeer("bob", "first", "first"));
        rig.publisher.published().clear();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void ofAnOldUnconfirmedNumberNamesTheRecordThatWasThereFirst() throws InterruptedException {
        rig.publisher.setMode(Mode.AWAY);
        rig.send(ALICE, HELLO);
        rig.publisher.setMode(Mode.QUEUE);
        Thread.sleep(PUBLISH_AGE);

        CompletableFuture<SendResult> repeat = sends(again(HELLO));
        Waiting.until(() -> published().size() == 2);
        assertThat(repeat).isNotDone();
        consumeAll();

        assertNamesTheFirstRecord(repeat.join());
        assertThat(rig.send(ALICE, HELLO)).isEqualTo(repeat.join());
    }

    @Test
    void afterAFlushNamesTheRecordThatWasThereFirst() {
        rig.publisher.setMode(Mode.AWAY);
        rig.send(ALICE, HELLO);
        rig.publisher.setMode(Mode.QUEUE);
        TestRedis.empty();

        CompletableFuture<SendResult> second = sends(again(HELLO));
        Waiting.until(() -> published().size() == 2);
        CompletableFuture<SendResult> third = sends(again(HELLO));
        Waiting.until(() -> published().size() == 3);
        consumeAll();

        assertNamesTheFirstRecord(second.join());
        assertThat(third.join()).isEqualTo(second.join());
    }

    @Test
    void aConfirmThatComesTooLateIsNoAnswer() throws InterruptedException {
        rig.publisher.setMode(Mode.HOLD);
        CompletableFuture<SendResult> slow = sends(HELLO);
        Waiting.until(() -> published().size() == 1);
        rig.publisher.setMode(Mode.QUEUE);
        Thread.sleep(PUBLISH_AGE);

        CompletableFuture<SendResult> repeat = sends(again(HELLO));
        Waiting.until(() -> published().size() == 2);
        rig.log.store(published().get(1).toByteString());
        long stored = repeat.join().getAccepted().getSequence();
        rig.publisher.release();

        assertThat(stored).isEqualTo(published().get(1).getSequence());
        assertThat(slow.join().getAccepted().getSequence()).isEqualTo(stored);
    }

    @Test
    void asksForPatienceWhileNothingIsStored() {
        rig.close();
        start(Duration.ofMillis(200));
        rig.publisher.setMode(Mode.AWAY);
        rig.send(ALICE, HELLO);
        rig.publisher.setMode(Mode.QUEUE);
        TestRedis.empty();

        SendResult notYet = rig.send(ALICE, again(HELLO));
        assertThat(code(notYet)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(notYet.getProblem().getRetryable()).isTrue();
        consumeAll();

        assertNamesTheFirstRecord(rig.send(ALICE, again(HELLO)));
    }

    @Test
    void ofAMessageThatNeverCameIsItsFirst() {
        Accepted accepted = rig.send(ALICE, again(HELLO)).getAccepted();
        assertThat(accepted.getSequence()).isEqualTo(2);
        assertThat(accepted.getDuplicate()).isFalse();
    }

    private CompletableFuture<SendResult> sends(Send send) {
        return rig.messages
                .send(MessageRig.batch(ALICE, List.of(send)))
                .map(results -> results.getResults(0))
                .toFuture();
    }

    private List<MessageEvent> published() {
        return rig.publisher.published();
    }

    /** In the order of the queue; of one client id the first one stays. */
    private void consumeAll() {
        published().forEach(event -> rig.log.store(event.toByteString()));
    }

    private void assertNamesTheFirstRecord(SendResult result) {
        MessageEvent first = published().getFirst();
        assertThat(result.getAccepted().getSequence()).isEqualTo(first.getSequence());
        assertThat(result.getAccepted().getMessageId()).isEqualTo(first.getMessageId());
        assertThat(result.getAccepted().getTime()).isEqualTo(first.getTime());
        assertThat(result.getAccepted().getDuplicate()).isTrue();
    }
}
