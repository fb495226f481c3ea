package im.hongyan.persistence.message;

import static im.hongyan.persistence.Rig.await;
import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.GROUP;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.persistence.FakeBatch;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.delivery.FakeGateways;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.timeline.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** From the broker's batch to the acknowledgement, on every database. */
abstract class MessageRoomContract extends MessageRoomRig {
    private static final Audience ALICE = new Audience.User("default", "alice");
    private static final Audience BOB = new Audience.User("default", "bob");
    private static final Audience TEAM = new Audience.Group("default", "team");

    @Test
    void storesTellsAndAcknowledges() {
        Rig rig = start(
                Rig.on(connections).gateways(new FakeGateways().at("one", ALICE).at("two", BOB, TEAM)));
        FakeBatch batch = FakeBatch.of(
                0, event(DIRECT, 1, "alice", "a"), event(GROUP, 1, "bob", "b"), event(DIRECT, 2, "bob", "c"));

        rig.deliver(batch);

        await("acknowledged", () -> batch.outcome().equals("ack"));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "2:c");
        assertThat(rig.log(GROUP)).containsExactly("1:b");
        assertThat(rig.head(DIRECT)).isEqualTo(new Head(DIRECT, 2, 2, 0));
        assertThat(stored(rig, "one")).containsExactly("d:alice:bob:1", "d:alice:bob:2");
        assertThat(stored(rig, "two")).containsExactly("d:alice:bob:1", "g:team:1", "d:alice:bob:2");
        assertThat(rig.gateways().lookups()).as("one trip a commit").hasSize(1);
    }

    @Test
    void tellsUsersBesideTheMembers() {
        Rig rig = start(
                Rig.on(connections).gateways(new FakeGateways().at("one", TEAM).at("two", BOB)));

        rig.deliver(FakeBatch.of(
                0,
                event(GROUP, 1, "", "joined").toBuilder().addAlsoNotify("bob").build()));

        await("told", () -> !rig.gateways().told("two").isEmpty());
        assertThat(rig.gateways().told("two").getFirst().getStored().getAlsoNotifyList())
                .containsExactly("bob");
        assertThat(stored(rig, "one")).hasSize(1);
    }

    @Test
    void tellsAgainWhatACrashLeftUntold() {
        FakeGateways dead = new FakeGateways();
        dead.trouble(Mono::never);
        Rig first = start(Rig.on(connections).gateways(dead).with("delivery.patience", "30s"));
        FakeBatch batch = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"), event(DIRECT, 2, "alice", "b"));
        first.deliver(batch);
        await("committed", () -> first.head(DIRECT).settled() == 2);
        first.close();
        assertThat(batch.isOpen()).as("not acknowledged before it was told").isTrue();

        Rig second = start(Rig.on(connections).gateways(new FakeGateways().at("one", BOB)));
        FakeBatch again = batch.again();
        second.deliver(again);

        await("acknowledged", () -> again.outcome().equals("ack"));
        assertThat(second.log(DIRECT)).containsExactly("1:a", "2:b");
        assertThat(stored(second, "one")).containsExactly("d:alice:bob:1", "d:alice:bob:2");
        assertThat(second.count("hongyan.log.repeats")).isEqualTo(2);
    }

    @Test
    void acknowledgesWhenNobodyCanBeTold() {
        FakeGateways broken = new FakeGateways().at("one", ALICE);
        Rig rig = start(Rig.on(connections).gateways(broken).with("delivery.patience", "50ms"));
        FakeBatch refused = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"));
        FakeBatch silent = FakeBatch.of(0, event(DIRECT, 2, "alice", "b"));

        broken.trouble(() -> Mono.error(new IllegalStateException("no routes, as planned")));
        rig.deliver(refused);
        await("acknowledged", () -> refused.outcome().equals("ack"));
        broken.trouble(Mono::never);
        rig.deliver(silent);

        await("acknowledged", () -> silent.outcome().equals("ack"));
        assertThat(rig.count("hongyan.relay.failures")).isEqualTo(2);
    }

    // B43
    @Test
    void storesAResentMessageOnceAndVoidsItsSecondNumber() {
        Rig rig = start(Rig.on(connections).gateways(new FakeGateways().at("one", BOB)));
        FakeBatch first = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"));
        FakeBatch resent = FakeBatch.of(0, event(DIRECT, 2, "alice", "a"), event(DIRECT, 3, "alice", "b"));

        rig.deliver(first);
        await("acknowledged", () -> first.outcome().equals("ack"));
        rig.deliver(resent);

        await("acknowledged", () -> resent.outcome().equals("ack"));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "3:b");
        assertThat(voids()).containsExactly(Range.of(2));
        assertThat(rig.head(DIRECT)).isEqualTo(new Head(DIRECT, 3, 3, 0));
        assertThat(rig.gateways().told("one").getLast().getHeadMoved().getHead())
                .isEqualTo(3);
    }

    @Test
    void numbersAnewWhatARolledBackCounterNumberedTwice() {
        Rig rig = start(Rig.on(connections).gateways(new FakeGateways().at("one", BOB)));
        FakeBatch before = FakeBatch.of(
                0, event(DIRECT, 1, "alice", "a"), event(DIRECT, 2, "alice", "b"), event(DIRECT, 3, "alice", "c"));
        FakeBatch after = FakeBatch.of(
                0, event(DIRECT, 2, "bob", "x"), event(DIRECT, 3, "bob", "y"), event(DIRECT, 4, "alice", "d"));

        rig.deliver(before, after);

        await("acknowledged", () -> after.outcome().equals("ack"));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "2:b", "3:c", "4:x", "5:y", "6:d");
        assertThat(stored(rig, "one")).endsWith("d:alice:bob:4", "d:alice:bob:5", "d:alice:bob:6");
        assertThat(floor()).isEqualTo("6");
    }

    @Test
    void leavesRoomAboveTheCounterForWhatALateMessageMoves() {
        Rig rig = start(Rig.on(connections));
        Rig.sharedRedis().sync().set(counterKey(), ascii("70"));
        FakeBatch batch = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"), event(DIRECT, 1, "alice", "late"));

        rig.deliver(batch);
        await("acknowledged", () -> batch.outcome().equals("ack"));
        assertThat(floor()).isEqualTo("71");

        Rig.sharedRedis().sync().set(counterKey(), ascii("80"));
        FakeBatch moved = FakeBatch.of(0, event(DIRECT, 2, "alice", "b"));
        rig.deliver(moved);
        await("acknowledged", () -> moved.outcome().equals("ack"));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "2:late", "3:b");
        assertThat(floor()).isEqualTo("71");
    }

    @Test
    void neverLowersAFloor() {
        Rig rig = start(Rig.on(connections));
        Rig.sharedRedis().sync().set(floorKey(), ascii("1000"));
        FakeBatch batch = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"), event(DIRECT, 1, "alice", "b"));

        rig.deliver(batch);

        await("acknowledged", () -> batch.outcome().equals("ack"));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "2:b");
        assertThat(floor()).isEqualTo("1000");
    }

    @Test
    void aWriterThatWasReplacedStoresNothingOnWhatItRemembers() {
        Rig old = start(Rig.on(connections));
        FakeBatch first = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"));
        old.deliver(first);
        await("acknowledged", () -> first.outcome().equals("ack"));
        Rig fresh = start(Rig.on(connections));
        FakeBatch second = FakeBatch.of(0, event(DIRECT, 2, "alice", "b"), event(DIRECT, 5, "alice", "c"));
        fresh.deliver(second);
        await("acknowledged", () -> second.outcome().equals("ack"));

        FakeBatch woken = FakeBatch.of(0, event(DIRECT, 2, "bob", "x"), event(DIRECT, 2, "alice", "b"));
        old.deliver(woken);

        await("acknowledged", () -> woken.outcome().equals("ack"));
        assertThat(old.count("hongyan.log.failures")).as("aborted by the fence").isEqualTo(1);
        assertThat(old.log(DIRECT)).containsExactly("1:a", "2:b", "5:c", "6:x");
        FakeBatch third = FakeBatch.of(0, event(DIRECT, 7, "alice", "d"));
        fresh.deliver(third);
        await("acknowledged", () -> third.outcome().equals("ack"));
        assertThat(fresh.count("hongyan.log.failures")).isEqualTo(1);
        assertThat(fresh.log(DIRECT)).endsWith("7:d");
    }

    // B85
    @Test
    void buriesAPoisonedRecordAndStoresTheOthers() {
        Rig rig = start(Rig.on(connections));
        List<ByteString> records = new ArrayList<>(IntStream.rangeClosed(1, 999)
                .mapToObj(number -> event(GROUP, number, "alice", "c" + number).toByteString())
                .toList());
        records.add(500, ByteString.copyFromUtf8("not a message event"));
        FakeBatch batch = FakeBatch.ofRecords(0, records);
        FakeBatch next = FakeBatch.of(0, event(GROUP, 1_000, "alice", "next"));

        rig.deliver(batch, next);

        await("acknowledged", () -> next.outcome().equals("ack"));
        await("rejected", () -> !batch.isOpen());
        assertThat(batch.outcome()).isEqualTo("reject: record 501 of 1000: not a message event");
        assertThat(rig.log(GROUP)).hasSize(1_000);
    }

    @Test
    void keepsEverythingUnsettledWhileTheDatabaseIsAwayAndGoesOnByItself() {
        Rig rig = start(Rig.on(connections).with("store.write-timeout", "200ms"));
        connections.away(true);
        List<FakeBatch> batches = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> FakeBatch.of(number % 8, event(DIRECT, number, "alice", "c" + number)))
                .toList();
        batches.forEach(rig::deliver);
        await("tried", () -> rig.count("hongyan.log.failures") >= 4);
        connections.away(false);
        connections.frozen(true);
        double refused = rig.count("hongyan.log.failures");
        await("tried again", () -> rig.count("hongyan.log.failures") >= refused + 2);
        assertThat(batches).allMatch(FakeBatch::isOpen);

        connections.frozen(false);

        await(
                "acknowledged",
                () -> batches.stream().allMatch(batch -> batch.outcome().equals("ack")));
        assertThat(rig.log(DIRECT)).hasSize(50);
    }

    @Test
    void neitherLosesNorDoublesWhenTheOutcomeOfACommitIsUnknown() {
        Rig rig = start(Rig.on(connections));
        int[] commits = {0};
        connections.failAfterCommit(() -> ++commits[0] % 3 == 0);
        List<FakeBatch> batches = IntStream.rangeClosed(1, 40)
                .mapToObj(number -> FakeBatch.of(0, event(DIRECT, number, "alice", "c" + number)))
                .toList();

        for (FakeBatch batch : batches) {
            rig.deliver(batch);
            await("acknowledged", () -> batch.outcome().equals("ack"));
        }

        assertThat(rig.log(DIRECT))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40)
                        .mapToObj(number -> number + ":c" + number)
                        .toList());
        assertThat(rig.count("hongyan.log.failures")).isGreaterThan(5);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String floor() {
        return new String(Rig.sharedRedis().sync().get(floorKey()), StandardCharsets.US_ASCII);
    }
}
