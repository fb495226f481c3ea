package im.hongyan.core.message.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Text;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SequenceScriptTest {
    private static final ConversationKey ALICE_BOB = new ConversationKey("default", "d:alice:bob");
    private static final Duration DEDUP_EXPIRY = Duration.ofHours(1);
    private static final ConversationKey ALICE_CAROL = new ConversationKey("default", "d:alice:carol");

    private final StatefulRedisConnection<String, byte[]> redis = TestRedis.empty();
    private final SequenceScript script = new SequenceScript(redis, DEDUP_EXPIRY, Duration.ofSeconds(2));

    @Test
    void givesRisingNumbersToARun() {
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "a", "1"), claim("alice", "b", "2")))))
                .containsExactly("N1", "N2");
        assertThat(letters(ask(run(ALICE_BOB, Run.UNKNOWN_SEED, claim("bob", "a", "3")))))
                .containsExactly("N3");
    }

    @Test
    void countsEveryConversationByItself() {
        List<List<Verdict>> verdicts = call(
                List.of(),
                run(ALICE_BOB, 0, claim("alice", "a", "1")),
                run(ALICE_CAROL, 0, claim(ALICE_CAROL, "alice", "a", "1", false)),
                run(ALICE_BOB, 0, claim("bob", "b", "1")));
        assertThat(verdicts.stream().map(SequenceScriptTest::letters))
                .containsExactly(List.of("N1"), List.of("N1"), List.of("N2"));
    }

    @Test
    void namesTheNumberThatTheSameClientIdHas() {
        Claim first = claim("alice", "a", "1");
        assertThat(letters(ask(run(ALICE_BOB, 0, first)))).containsExactly("N1");
        Verdict again = ask(run(ALICE_BOB, 0, claim("alice", "a", "1"))).getFirst();
        assertThat(again).isInstanceOfSatisfying(Verdict.Unconfirmed.class, unconfirmed -> {
            assertThat(unconfirmed.sequence()).isEqualTo(1);
            assertThat(unconfirmed.messageId()).isEqualTo(first.draft().messageId());
        });
    }

    @Test
    void findsADuplicateWithinOneBatch() {
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "a", "1"), claim("alice", "a", "1")))))
                .containsExactly("N1", "Y1");
        assertThat(call(
                                List.of(),
                                run(ALICE_BOB, 0, claim("alice", "b", "1")),
                                run(ALICE_BOB, 0, claim("alice", "b", "1")))
                        .stream()
                        .map(SequenceScriptTest::letters))
                .containsExactly(List.of("N2"), List.of("Y2"));
    }

    @Test
    void keepsTheSameClientIdOfTwoSendersApart() {
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "a", "1"))))).containsExactly("N1");
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("bob", "a", "1"))))).containsExactly("N2");
    }

    @Test
    void refusesTheSameClientIdWithAnotherPayload() {
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "a", "1"), claim("alice", "a", "2")))))
                .containsExactly("N1", "C");
    }

    @Test
    void knowsWhatAMarkConfirmed() {
        Claim claim = claim("alice", "a", "1");
        Verdict.Numbered given =
                (Verdict.Numbered) ask(run(ALICE_BOB, 0, claim)).getFirst();
        Mark mark = Mark.of(claim.draft(), given.sequence(), given.timeMillis(), given.messageId());
        Verdict known = call(List.of(mark), run(ALICE_BOB, 0, claim("alice", "a", "1")))
                .getFirst()
                .getFirst();
        assertThat(known).isEqualTo(new Verdict.Known(given.sequence(), given.timeMillis(), given.messageId()));
        assertThat(redis.sync().pttl(SequenceScript.dedupKey(claim.draft()))).isPositive();
    }

    @Test
    void remembersAConfirmedMessageThatWasFlushed() {
        Claim claim = claim("alice", "a", "1");
        redis.sync().flushall();
        Mark mark = Mark.of(claim.draft(), 7, 1_000, claim.draft().messageId());
        assertThat(letters(call(List.of(mark), run(ALICE_BOB, Run.UNKNOWN_SEED, claim))
                        .getFirst()))
                .containsExactly("D7");
    }

    @Test
    void asksForASeedWhenTheCounterIsMissing() {
        ask(run(ALICE_BOB, 0, claim("alice", "a", "1")));
        redis.sync().flushall();
        assertThat(letters(ask(run(ALICE_BOB, Run.UNKNOWN_SEED, claim("alice", "b", "1"), claim("alice", "c", "1")))))
                .containsExactly("S", "W");
        assertThat(letters(ask(run(ALICE_BOB, 1_000_001, claim("alice", "b", "1"), claim("alice", "c", "1")))))
                .containsExactly("N1000002", "N1000003");
    }

    @Test
    void neverMovesACounterWithASeed() {
        ask(run(ALICE_BOB, 500, claim("alice", "a", "1")));
        assertThat(letters(ask(run(ALICE_BOB, 9_000, claim("alice", "b", "1")))))
                .containsExactly("N502");
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "c", "1"))))).containsExactly("N503");
    }

    @Test
    void staysAboveTheFloor() {
        ask(run(ALICE_BOB, 0, claim("alice", "a", "1")));
        redis.sync().set(SequenceScript.floorKey(ALICE_BOB), "41".getBytes(StandardCharsets.US_ASCII));
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "b", "1"))))).containsExactly("N42");
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "c", "1"))))).containsExactly("N43");
    }

    @Test
    void leavesAnUnknownResendToTheStoreAndNumbersNothingBehindIt() {
        ask(run(ALICE_BOB, 0, claim("alice", "known", "1")));
        assertThat(letters(ask(run(
                        ALICE_BOB,
                        0,
                        claim(ALICE_BOB, "alice", "lost", "1", true),
                        claim("alice", "new", "1"),
                        claim("alice", "known", "1"),
                        claim(ALICE_BOB, "alice", "lost2", "1", true)))))
                .containsExactly("L", "W", "Y1", "L");
        Claim lookedUp = claim(ALICE_BOB, "alice", "lost", "1", true).notInStore(0);
        assertThat(letters(ask(run(ALICE_BOB, 0, lookedUp)))).containsExactly("N2");
    }

    @Test
    void givesAFreshNumberForASpentOneAndKeepsTheMessageId() throws InterruptedException {
        SequenceScript impatient = new SequenceScript(redis, DEDUP_EXPIRY, Duration.ofMillis(20));
        Claim first = claim("alice", "a", "1");
        Claim again = claim("alice", "a", "1");
        ask(run(ALICE_BOB, 0, first));
        Thread.sleep(50);
        assertThat(letters(impatient
                        .call(List.of(), List.of(run(ALICE_BOB, 0, again)))
                        .block()
                        .getFirst()))
                .containsExactly("O1");
        Verdict fresh = ask(run(ALICE_BOB, 0, again.notInStore(1))).getFirst();
        assertThat(fresh).isInstanceOfSatisfying(Verdict.Numbered.class, numbered -> {
            assertThat(numbered.sequence()).isEqualTo(2);
            assertThat(numbered.messageId()).isEqualTo(first.draft().messageId());
        });
        assertThat(letters(ask(run(ALICE_BOB, 0, again.notInStore(1))))).containsExactly("Y2");
    }

    @Test
    void servesABatchOfHundredsInOneTrip() {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            runs.add(run(ALICE_BOB, 0, claim("alice", "c" + i, "1"), claim("bob", "c" + i, "1")));
        }
        List<List<Verdict>> verdicts = script.call(List.of(), runs).block();
        assertThat(verdicts).hasSize(300);
        assertThat(letters(verdicts.getLast())).containsExactly("N599", "N600");
    }

    @Test
    void writesWholeNumbersHoweverLarge() {
        assertThat(letters(ask(run(ALICE_BOB, 4_000_000_000_000_000L, claim("alice", "a", "1")))))
                .containsExactly("N4000000000000001");
    }

    @Test
    void remembersThatAnEarlierRecordMayBeOnItsWay() {
        ask(run(ALICE_BOB, 0, claim("alice", "a", "1")));
        ask(run(ALICE_BOB, 0, claim("alice", "b", "1").notInStore(0)));

        assertThat(ask(run(ALICE_BOB, 0, claim("alice", "a", "1"), claim("alice", "b", "1"))))
                .extracting(verdict -> ((Verdict.Unconfirmed) verdict).doubtful())
                .containsExactly(false, true);
    }

    @Test
    void worksAfterTheScriptWasForgotten() {
        ask(run(ALICE_BOB, 0, claim("alice", "a", "1")));
        redis.sync().scriptFlush();
        assertThat(letters(ask(run(ALICE_BOB, 0, claim("alice", "b", "1"))))).containsExactly("N2");
    }

    // B53
    @Test
    void givesAUserNoMoreThanFits() {
        Rates three = new Rates(new Rate(3, 1), Rate.UNBOUNDED);
        List<List<Verdict>> verdicts = call(
                List.of(),
                run(ALICE_BOB, three, 0, claim("alice", "a", "1"), claim("alice", "b", "1")),
                run(ALICE_CAROL, three, 0, of(ALICE_CAROL, "c"), of(ALICE_CAROL, "d"), of(ALICE_CAROL, "e")),
                run(ALICE_BOB, three, 0, claim("bob", "a", "1")));
        assertThat(verdicts.stream().map(SequenceScriptTest::letters))
                .containsExactly(List.of("N1", "N2"), List.of("N1", "Ru", "Ru"), List.of("N3"));
        assertThat(verdicts.get(1).get(1))
                .isInstanceOfSatisfying(
                        Verdict.TooSoon.class,
                        soon -> assertThat(soon.waitMillis()).isEqualTo(1_000));
    }

    @Test
    void givesATenantNoMoreThanFits() {
        Rates two = new Rates(new Rate(9, 1), new Rate(2, 1));
        ConversationKey elsewhere = new ConversationKey("other", "d:alice:bob");
        List<List<Verdict>> verdicts = call(
                List.of(),
                run(ALICE_BOB, two, 0, claim("alice", "a", "1")),
                run(ALICE_BOB, two, 0, claim("bob", "a", "1"), claim("bob", "b", "1")),
                run(elsewhere, two, 0, of(elsewhere, "a")));
        assertThat(verdicts.stream().map(SequenceScriptTest::letters))
                .containsExactly(List.of("N1"), List.of("N2", "Rt"), List.of("N1"));
    }

    @Test
    void countsOnlyWhatTakesANumber() {
        Rates one = new Rates(new Rate(1, 1), Rate.UNBOUNDED);
        assertThat(letters(ask(run(
                        ALICE_BOB,
                        one,
                        0,
                        claim("alice", "a", "1"),
                        claim("alice", "a", "1"),
                        claim("alice", "b", "1"),
                        claim("alice", "a", "1"),
                        claim("alice", "a", "2")))))
                .containsExactly("N1", "Y1", "Ru", "Y1", "C");
    }

    @Test
    void letsAMessageTakeAFreshNumberForItsOwn() {
        Run full = run(ALICE_BOB, new Rates(new Rate(1, 1), Rate.UNBOUNDED), 0, claim("alice", "b", "1"));
        ask(run(ALICE_BOB, 0, claim("alice", "a", "1")));
        fill(full);
        assertThat(letters(ask(full))).containsExactly("Ru");
        assertThat(letters(ask(
                        run(ALICE_BOB, full.rates(), 0, claim("alice", "a", "1").notInStore(1)))))
                .containsExactly("N2");
    }

    @Test
    void forgetsABucketThatIsEmpty() {
        Run full = run(ALICE_BOB, new Rates(new Rate(2, 1), Rate.UNBOUNDED), 0, claim("alice", "a", "1"));
        ask(full);
        assertThat(redis.sync().pttl(SequenceScript.userBucketKey(full)))
                .as("ms until it goes by itself; -1: never")
                .isNotEqualTo(-1)
                .isLessThanOrEqualTo(1_000);
    }

    /** For an hour. */
    private void fill(Run run) {
        long emptyAt = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) + TimeUnit.HOURS.toMicros(1);
        redis.sync()
                .set(SequenceScript.userBucketKey(run), Long.toString(emptyAt).getBytes(StandardCharsets.US_ASCII));
    }

    private static Claim of(ConversationKey key, String clientMessageId) {
        return claim(key, "alice", clientMessageId, "1", false);
    }

    private List<Verdict> ask(Run run) {
        return call(List.of(), run).getFirst();
    }

    private List<List<Verdict>> call(List<Mark> marks, Run... runs) {
        List<List<Verdict>> verdicts = script.call(marks, List.of(runs)).block();
        assertThat(verdicts).isNotNull();
        return verdicts;
    }

    private static List<String> letters(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> switch (verdict) {
                    case Verdict.Numbered numbered -> "N" + numbered.sequence();
                    case Verdict.Unconfirmed again -> "Y" + again.sequence();
                    case Verdict.Known known -> "D" + known.sequence();
                    case Verdict.Stale stale -> "O" + stale.sequence();
                    case Verdict.Conflict conflict -> "C";
                    case Verdict.Unknown unknown -> "L";
                    case Verdict.Unseeded unseeded -> "S";
                    case Verdict.Waiting waiting -> "W";
                    case Verdict.TooSoon soon -> soon.ofTenant() ? "Rt" : "Ru";
                })
                .toList();
    }

    private static Run run(ConversationKey key, long seed, Claim... claims) {
        return run(key, Rates.NONE, seed, claims);
    }

    private static Run run(ConversationKey key, Rates rates, long seed, Claim... claims) {
        return new Run(key, List.of(claims), rates, seed);
    }

    private static Claim claim(String sender, String clientMessageId, String text) {
        return claim(ALICE_BOB, sender, clientMessageId, text, false);
    }

    private static Claim claim(
            ConversationKey key, String sender, String clientMessageId, String text, boolean resend) {
        Content content =
                Content.newBuilder().setText(Text.newBuilder().setText(text)).build();
        return Claim.of(
                new Draft(
                        key,
                        sender,
                        "phone",
                        clientMessageId,
                        Ids.newMessageId(1_700_000_000_000L),
                        content,
                        Draft.payloadHash(key.conversation(), content),
                        resend,
                        List.of()),
                0);
    }
}
