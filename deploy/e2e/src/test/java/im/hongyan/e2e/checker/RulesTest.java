package im.hongyan.e2e.checker;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.e2e.checker.Event.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each count by a history that a reader can hold in the head. */
class RulesTest {
    private static final String CONVERSATION = "d:ann:bob";
    private static final VacuityGuard NO_GUARD = new VacuityGuard(0, 0, 0);

    private final History ann = new History("ann", "phone");
    private final History bob = new History("bob", "phone");
    private final List<StoredMessage> stored = new ArrayList<>();
    private final List<VoidRange> voids = new ArrayList<>();
    private final List<Pulse> pulses = new ArrayList<>();
    private List<StoredMessage> pulled = stored;
    private long now;

    @Test
    void findsNothingInARightRun() {
        exchange("a", 1);
        exchange("b", 2);
        voids.add(new VoidRange(CONVERSATION, 3, 3));
        exchange("c", 4);
        assertThat(verdict().green()).isTrue();
        assertThat(verdict().of(Count.ACCEPTED)).isEqualTo(3);
        assertThat(verdict().of(Count.VOIDED)).isEqualTo(1);
    }

    @Test
    void countsAnAcceptedMessageThatIsNowhereAsLost() {
        sent("a");
        accepted("a", 1, false);
        only(Count.LOST, 1);
    }

    @Test
    void countsAStoredMessageThatADeviceCannotPullAsLost() {
        exchange("a", 1);
        pulled = List.of();
        only(Count.LOST, 1);
    }

    @Test
    void countsASendStoredTwiceOrAppliedTwiceAsDuplicated() {
        exchange("a", 1);
        stored.add(row("a", 2));
        applied(ann, "a", 2);
        applied(bob, "a", 2);
        only(Count.DUPLICATED, 3);
    }

    @Test
    void countsADeviceThatAppliesBackwardsAsReordered() {
        sent("a");
        sent("b");
        accepted("a", 1, false);
        accepted("b", 2, false);
        stored.add(row("a", 1));
        stored.add(row("b", 2));
        for (String id : List.of("a", "b")) {
            applied(ann, id, id.equals("a") ? 1 : 2);
        }
        applied(bob, "b", 2);
        applied(bob, "a", 1);
        only(Count.REORDERED, 1);
    }

    @Test
    void countsASendAfterAnAcceptanceWithALowerNumberAsReordered() {
        sent("b", 1);
        accepted("b", 2, false);
        sent("a", 2);
        accepted("a", 1, false);
        store("a", 1);
        store("b", 2);
        only(Count.REORDERED, 1);
    }

    @Test
    void countsTwoSendsOfOneConnectionInTheWrongOrderAsReordered() {
        sent("b", 1);
        sent("a", 1);
        accepted("a", 1, false);
        accepted("b", 2, false);
        store("a", 1);
        store("b", 2);
        only(Count.REORDERED, 1);
    }

    @Test
    void countsAMessageBelowACursorThatNeverAppliedItAsHidden() {
        exchange("a", 1);
        stored.add(row("b", 2));
        applied(ann, "b", 2);
        bob.add(new Event.Passed(now++, CONVERSATION, 1, 2));
        only(Count.HIDDEN, 1);
    }

    @Test
    void countsMissingNumbersAsOpenHoles() {
        exchange("a", 1);
        exchange("b", 5);
        voids.add(new VoidRange(CONVERSATION, 3, 3));
        only(Count.OPEN_HOLES, 2);
    }

    @Test
    void countsAnAppliedMessageThatIsStoredNowhereAsPhantom() {
        applied(bob, "a", 1);
        only(Count.PHANTOM, 1);
    }

    @Test
    void countsAFinalRefusalOfAStoredMessageAsWrongAnswer() {
        sent("a");
        ann.add(new Event.Refused(now++, CONVERSATION, "a", "NOT_MEMBER", true));
        store("a", 1);
        only(Count.WRONG_ANSWER, 1);
    }

    @Test
    void countsAnotherNumberThanTheTablesAsWrongUnlessTheSenderWasShownIt() {
        sent("a");
        accepted("a", 7, false);
        stored.add(row("a", 1));
        applied(bob, "a", 1);
        ann.add(new Event.Passed(now++, CONVERSATION, 1, 1));
        only(Count.WRONG_ANSWER, 1);
        applied(ann, "a", 1);
        assertThat(verdict().green()).isTrue();
        assertThat(verdict().of(Count.RESEQUENCED)).isEqualTo(1);
    }

    @Test
    void countsTwoFirstAcceptancesAsWrongAnswer() {
        exchange("a", 1);
        sent("a");
        accepted("a", 1, false);
        only(Count.WRONG_ANSWER, 1);
    }

    @Test
    void countsATwiceAnsweredRepeatAsRight() {
        exchange("a", 1);
        sent("a");
        accepted("a", 1, true);
        assertThat(verdict().green()).isTrue();
    }

    @Test
    void countsAReceiptBeyondWhatWasSaidAsFalse() {
        exchange("a", 1);
        exchange("b", 2);
        bob.add(new Event.Said(now++, CONVERSATION, Mark.RECEIVED, 1));
        ann.add(new Event.Told(now++, CONVERSATION, "bob", Mark.RECEIVED, 1));
        ann.add(new Event.Told(now++, CONVERSATION, "bob", Mark.RECEIVED, 2));
        ann.add(new Event.Told(now++, CONVERSATION, "bob", Mark.READ, 1));
        bob.add(new Event.Said(now++, CONVERSATION, Mark.RECEIVED, 2));
        only(Count.FALSE_RECEIPT, 2);
    }

    @Test
    void countsASendWithoutAnAnswerAsHung() {
        sent("a");
        only(Count.HUNG, 1);
    }

    @Test
    void countsAnUnknownOutcomeThatIsStoredAsRecovered() {
        exchange("a", 1);
        ann.add(new Event.Sent(now++, CONVERSATION, "a", 2));
        assertThat(verdict().green()).isTrue();
        assertThat(verdict().of(Count.RECOVERED)).isEqualTo(1);
    }

    @Test
    void countsWhatADeviceThatStayedDoesNotHaveAsBehind() {
        exchange("a", 1);
        stored.add(row("b", 2));
        applied(ann, "b", 2);
        only(Count.BEHIND, 1);
        bob.leave();
        assertThat(verdict().green()).isTrue();
    }

    @Test
    void refusesARunThatProvesNothing() {
        sent("a");
        pulses.add(new Pulse("kill", now, now, "pid 1 became 2"));
        now++;
        accepted("a", 1, false);
        store("a", 1);
        pulses.add(new Pulse("late kill", now, now, ""));
        assertThat(verdict(new VacuityGuard(1, 0, 0)).vacuous()).containsExactly("late kill left no evidence");
        assertThat(verdict(new VacuityGuard(2, 1, 3)).vacuous()).hasSize(4);
        assertThat(verdict(new VacuityGuard(1, 1, 2)).vacuous())
                .anyMatch(reason -> reason.startsWith("late kill struck with 0 sends in flight"));
    }

    @Test
    void refusesARunInWhichAMemberDidNotPull() {
        Run run = new Run(List.of(ann), stored, voids, List.of(), Map.of(CONVERSATION, Set.of("ann")), pulses);
        assertThat(Checker.check(run, NO_GUARD).vacuous()).hasSize(1);
    }

    // ---- the words of these stories

    private void only(Count expected, long times) {
        Verdict verdict = verdict();
        for (Count count : Count.values()) {
            if (count.mustBeZero()) {
                assertThat(verdict.of(count)).as("%s of %s", count, verdict).isEqualTo(count == expected ? times : 0);
            }
        }
        assertThat(verdict.green()).isFalse();
    }

    private Verdict verdict() {
        return verdict(NO_GUARD);
    }

    private Verdict verdict(VacuityGuard guard) {
        List<Pull> pulls =
                List.of(new Pull("ann", "fresh", CONVERSATION, pulled), new Pull("bob", "fresh", CONVERSATION, pulled));
        Map<String, Set<String>> members = Map.of(CONVERSATION, Set.of("ann", "bob"));
        return Checker.check(new Run(List.of(ann, bob), stored, voids, pulls, members, pulses), guard);
    }

    /** Ann sends, it is accepted, stored and applied by both. */
    private void exchange(String id, long sequence) {
        sent(id);
        accepted(id, sequence, false);
        store(id, sequence);
    }

    private void store(String id, long sequence) {
        stored.add(row(id, sequence));
        applied(ann, id, sequence);
        applied(bob, id, sequence);
    }

    private void sent(String id) {
        sent(id, 1);
    }

    private void sent(String id, int connection) {
        ann.add(new Event.Sent(now++, CONVERSATION, id, connection));
    }

    private void accepted(String id, long sequence, boolean duplicate) {
        ann.add(new Event.Accepted(now++, CONVERSATION, id, sequence, "m" + id, duplicate));
    }

    private void applied(History device, String id, long sequence) {
        device.add(new Event.Applied(now++, CONVERSATION, sequence, "ann", id, "m" + id));
    }

    private static StoredMessage row(String id, long sequence) {
        return new StoredMessage(CONVERSATION, sequence, "ann", id, "m" + id);
    }
}
