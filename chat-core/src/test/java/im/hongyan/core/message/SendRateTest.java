package im.hongyan.core.message;

import static im.hongyan.core.message.MessageRig.ALICE;
import static im.hongyan.core.message.MessageRig.BOB;
import static im.hongyan.core.message.MessageRig.again;
import static im.hongyan.core.message.MessageRig.toPeer;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bounds how much a user may send. */
class SendRateTest {
    private static final int BURST = 5;

    private static TestDatabase database;
    private MessageRig rig;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
    }

    @BeforeEach
    void start() {
        TestRedis.empty();
        rig = new MessageRig(
                database, MessageRig.properties(Duration.ofSeconds(3)), new RateProperties(BURST, 1, BURST, 0));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    // B53
    @Test
    void refusesTheOneTooManyForNow() {
        List<SendResult> results = rig.send(ALICE, sends(BURST + 1));
        assertThat(results.subList(0, BURST)).allMatch(SendResult::hasAccepted);
        Problem refused = results.getLast().getProblem();
        assertThat(refused.getCode()).isEqualTo(ErrorCode.RATE_LIMITED.name());
        assertThat(refused.getRetryable()).isTrue();
        assertThat(refused.getRetryAfterMillis()).isPositive();
        assertThat(rig.publisher.published()).hasSize(BURST);
        assertThat(rig.meters.counter("hongyan.core.message.too-soon").count()).isEqualTo(1);
    }

    @Test
    void isNobodyElsesBound() {
        rig.send(ALICE, sends(BURST + 1));
        assertThat(rig.send(BOB, toPeer("alice", "b1", "hello")).hasAccepted()).isTrue();
    }

    @Test
    void isNoneForWhatWasAccepted() {
        List<Send> sends = sends(BURST + 1);
        rig.send(ALICE, sends);
        assertThat(rig.send(
                        ALICE,
                        sends.stream().limit(BURST).map(MessageRig::again).toList()))
                .allMatch(SendResult::hasAccepted)
                .allMatch(result -> result.getAccepted().getDuplicate());
    }

    @Test
    void leavesWhatWasRefusedToBeSentAgain() {
        List<Send> sends = sends(BURST + 1);
        rig.send(ALICE, sends);
        TestRedis.connection().sync().del("sends:{default/alice}");
        SendResult later = rig.send(ALICE, again(sends.getLast()));
        assertThat(later.hasAccepted()).isTrue();
        assertThat(later.getAccepted().getSequence()).isEqualTo(BURST + 1);
    }

    private static List<Send> sends(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> toPeer("bob", "a" + i, "message " + i))
                .toList();
    }
}
