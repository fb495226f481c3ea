package im.hongyan.persistence.judge;

import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.GROUP;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.proto.MessageEvent;
import im.hongyan.persistence.delivery.Hint;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.StoredMessage;
import im.hongyan.persistence.log.VoidRange;
import im.hongyan.persistence.timeline.Range;
import im.hongyan.persistence.timeline.Timeline;
import im.hongyan.wire.frame.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final long NOW = 10_000;
    private static final JudgeRules RULES = new JudgeRules(5_000, 1_000, 4);

    private final Map<ConversationKey, Timeline> timelines = new HashMap<>();
    private final Map<ClientKey, StoredMessage> stored = new HashMap<>();
    private final List<Hint> hints = new ArrayList<>();

    @Test
    void storesMessagesUnderTheNumbersThatTheyBring() {
        Judge judge = judge(true);

        judge.judge(incoming(DIRECT, 1, "a"), hints);
        judge.judge(incoming(GROUP, 1, "b"), hints);
        judge.judge(incoming(DIRECT, 2, "c"), hints);

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.entries()).extracting(LogEntry::sequence).containsExactly(1L, 1L, 2L);
        assertThat(settled(decision)).isEqualTo(2);
        assertThat(decision.voids()).isEmpty();
        assertThat(hints).hasSize(3);
    }

    @Test
    void doesNotStoreAgainWhatIsStoredButTellsItAgain() {
        taken(DIRECT, 1, 1);
        store(DIRECT, 1, "a");
        Judge judge = judge(true);

        assertThat(judge.judge(incoming(DIRECT, 1, "a"), hints)).isTrue();

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.entries()).isEmpty();
        assertThat(decision.timelines()).isEmpty();
        assertThat(decision.repeats()).isEqualTo(1);
        assertThat(hints).containsExactly(new Hint.Stored(DIRECT, 1, body(DIRECT, 1, "a"), List.of()));
    }

    @Test
    void voidsTheSurplusNumberOfAStoredMessage() {
        taken(DIRECT, 1, 1);
        store(DIRECT, 1, "a");
        Judge judge = judge(true);

        judge.judge(incoming(DIRECT, 2, "a"), hints);

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.entries()).isEmpty();
        assertThat(decision.voids()).containsExactly(new VoidRange(DIRECT, Range.of(2)));
        assertThat(settled(decision)).isEqualTo(2);
        assertThat(judge.headsMoved()).containsExactly(new Hint.HeadMoved(DIRECT, 2));
    }

    @Test
    void storesAMessageOnceThatComesTwiceInOneTurn() {
        Judge judge = judge(false);

        judge.judge(incoming(DIRECT, 1, "a"), hints);
        judge.judge(incoming(DIRECT, 2, "a"), hints);
        judge.judge(incoming(DIRECT, 1, "a"), hints);

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.entries()).extracting(LogEntry::sequence).containsExactly(1L);
        assertThat(decision.voids()).containsExactly(new VoidRange(DIRECT, Range.of(2)));
        assertThat(decision.repeats()).isEqualTo(2);
    }

    @Test
    void asksForALookUpBeforeItJudgesATakenNumber() {
        taken(DIRECT, 7, 7);

        assertThat(judge(false).judge(incoming(DIRECT, 7, "new"), hints)).isFalse();
    }

    @Test
    void numbersAMessageAnewWhoseNumberIsTaken() throws Exception {
        taken(DIRECT, 7, 7);
        Judge judge = judge(true);

        judge.judge(incoming(DIRECT, 3, "new"), hints);

        Decision decision = judge.decision(List.of(hints));
        LogEntry entry = decision.entries().getFirst();
        assertThat(entry.sequence()).isEqualTo(8);
        Message before = Message.parseFrom(body(DIRECT, 3, "new"));
        assertThat(Message.parseFrom(entry.body()))
                .isEqualTo(before.toBuilder().setSequence(8).build());
        assertThat(decision.moved()).containsOnlyKeys(DIRECT);
        assertThat(hints).containsExactly(new Hint.Stored(DIRECT, 8, entry.body(), List.of()));
    }

    @Test
    void tellsHowFarWhatComesNextIsMoved() {
        taken(DIRECT, 7, 7);
        Judge judge = judge(true);

        judge.judge(incoming(DIRECT, 3, "late"), hints);
        judge.judge(incoming(DIRECT, 8, "next"), hints);
        judge.judge(incoming(DIRECT, 4, "late-too"), hints);

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.entries()).extracting(LogEntry::sequence).containsExactly(8L, 9L, 10L);
        assertThat(decision.moved()).containsExactly(Map.entry(DIRECT, 2L));
    }

    @Test
    void closesHolesBelowAFreshNumberSoThatNobodyOvertakes() {
        timelines.put(DIRECT, Timeline.EMPTY.take(1, Timeline.UNKNOWN, NOW).take(5, Timeline.UNKNOWN, NOW));
        Judge judge = judge(true);

        judge.judge(incoming(DIRECT, 1, "accepted-first"), hints);
        judge.judge(incoming(DIRECT, 3, "sent-later"), hints);

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.entries()).extracting(LogEntry::sequence).containsExactly(6L, 7L);
        assertThat(decision.voids()).containsExactly(new VoidRange(DIRECT, new Range(2, 4)));
        assertThat(settled(decision)).isEqualTo(7);
    }

    @Test
    void givesNoHoleToAMessageOfACounterThatWentBack() {
        Judge judge = judge(true);
        judge.judge(incoming(DIRECT, 5, "accepted-first"), hints);
        Incoming late = incoming(DIRECT, 3, "sent-later");
        MessageEvent numberedLater = late.event().toBuilder().setTime(9_999).build();

        judge.judge(incoming(DIRECT, 2, "on-its-way"), hints);
        judge.judge(new Incoming(late.key(), numberedLater), hints);

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.entries()).extracting(LogEntry::sequence).containsExactly(5L, 2L, 6L);
        assertThat(decision.moved()).containsOnlyKeys(DIRECT);
        assertThat(settled(decision)).isEqualTo(6);
    }

    @Test
    void recordsAJumpAsOneRangeAtOnce() {
        taken(DIRECT, 10, 10);
        Judge judge = judge(true);

        judge.judge(incoming(DIRECT, 1_000_011, "after-a-flush"), hints);

        Decision decision = judge.decision(List.of(hints));
        assertThat(decision.voids()).containsExactly(new VoidRange(DIRECT, new Range(11, 1_000_010)));
        assertThat(settled(decision)).isEqualTo(1_000_011);
    }

    @Test
    void closesHolesThatAreDueAndNoOthers() {
        timelines.put(
                DIRECT, Timeline.EMPTY.take(2, Timeline.UNKNOWN, NOW - 5_000).take(4, Timeline.UNKNOWN, NOW - 4_999));
        Judge judge = judge(true);

        judge.closeDue(DIRECT);

        Decision decision = judge.decision(List.of());
        assertThat(decision.voids()).containsExactly(new VoidRange(DIRECT, Range.of(1)));
        assertThat(settled(decision)).isEqualTo(2);
        assertThat(judge.headsMoved()).containsExactly(new Hint.HeadMoved(DIRECT, 2));
    }

    @Test
    void closesAllHolesWhenThereAreTooMany() {
        Judge judge = judge(true);

        for (int number = 2; number <= 10; number += 2) {
            judge.judge(incoming(DIRECT, number, "c" + number), hints);
        }

        Decision decision = judge.decision(List.of(hints));
        assertThat(settled(decision)).isEqualTo(10);
        assertThat(decision.voids()).hasSize(5);
    }

    @Test
    void adoptsHolesOnlyOfAnUnchangedHead() {
        timelines.put(DIRECT, Timeline.EMPTY.take(3, Timeline.UNKNOWN, NOW));
        timelines.put(GROUP, Timeline.EMPTY.take(4, Timeline.UNKNOWN, NOW));
        Judge judge = judge(true);

        judge.closeUnchanged(new Head(DIRECT, 0, 3, 1));
        judge.closeUnchanged(new Head(GROUP, 0, 3, 1));

        assertThat(judge.decision(List.of()).voids()).containsExactly(new VoidRange(DIRECT, new Range(1, 2)));
    }

    @Test
    void doesNotAnnounceAHeadThatDidNotMove() {
        timelines.put(DIRECT, Timeline.EMPTY.take(1, Timeline.UNKNOWN, NOW).take(3, Timeline.UNKNOWN, NOW));
        store(DIRECT, 1, "a");
        Judge judge = judge(true);

        judge.judge(incoming(DIRECT, 5, "a"), hints);

        assertThat(judge.decision(List.of(hints)).voids()).hasSize(1);
        assertThat(judge.headsMoved()).isEmpty();
    }

    private static long settled(Decision decision) {
        return decision.timelines().getOrDefault(DIRECT, Timeline.EMPTY).settled();
    }

    private Judge judge(boolean complete) {
        return new Judge(RULES, key -> timelines.getOrDefault(key, Timeline.EMPTY), stored, complete, NOW);
    }

    private void taken(ConversationKey conversation, long settled, long top) {
        timelines.put(
                conversation,
                Timeline.restore(settled, List.of(new Timeline.Taken(Range.of(top), Timeline.UNKNOWN)), NOW));
    }

    private void store(ConversationKey conversation, long sequence, String id) {
        ClientKey key = new ClientKey(conversation, "alice", id);
        stored.put(key, new StoredMessage(key, sequence, body(conversation, sequence, id)));
    }

    private static com.google.protobuf.ByteString body(ConversationKey conversation, long sequence, String id) {
        return event(conversation, sequence, "alice", id).getMessage();
    }

    private static Incoming incoming(ConversationKey conversation, long sequence, String id) {
        return new Incoming(new ClientKey(conversation, "alice", id), event(conversation, sequence, "alice", id));
    }
}
