package im.hongyan.persistence.message;

import static im.hongyan.persistence.Rig.await;
import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.persistence.FakeBatch;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.delivery.FakeGateways;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.timeline.Range;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Numbers that do not come: what is waited for, for how long, and what becomes of it, on every database. */
abstract class HoleContract extends MessageRoomRig {
    private static final Audience BOB = new Audience.User("default", "bob");

    @Test
    void aJumpIsOneVoidRangeAndReadableAtOnce() {
        Rig rig = start(Rig.on(connections));
        FakeBatch batch = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"), event(DIRECT, 1_000_002, "alice", "b"));

        rig.deliver(batch);

        await("acknowledged", () -> batch.outcome().equals("ack"));
        assertThat(voids()).containsExactly(new Range(2, 1_000_001));
        assertThat(rig.head(DIRECT)).isEqualTo(new Head(DIRECT, 1_000_002, 1_000_002, 0));
    }

    @Test
    void closesAHoleAfterFiveSecondsAndNumbersALateMessageAnew() {
        VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        Rig rig = start(Rig.on(connections).timer(timer).gateways(new FakeGateways().at("one", BOB)));
        FakeBatch batch = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"), event(DIRECT, 4, "alice", "d"));
        rig.deliver(batch);
        await("acknowledged", () -> batch.outcome().equals("ack"));

        pass(timer, rig, Duration.ofMillis(4_900));
        assertThat(rig.head(DIRECT)).isEqualTo(new Head(DIRECT, 1, 4, 0));

        pass(timer, rig, Duration.ofMillis(1_100));
        await("closed", () -> rig.head(DIRECT).settled() == 4);
        assertThat(voids()).containsExactly(new Range(2, 3));
        await("told", () -> rig.gateways().told("one").getLast().hasHeadMoved());
        assertThat(rig.gateways().told("one").getLast().getHeadMoved().getHead())
                .isEqualTo(4);

        FakeBatch late = FakeBatch.of(0, event(DIRECT, 2, "bob", "late"));
        rig.deliver(late);
        await("acknowledged", () -> late.outcome().equals("ack"));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "4:d", "5:late");
    }

    @Test
    void waitsAnewForWhatMayBeInTheBrokerWhenItWasAway() {
        VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        Rig rig = start(Rig.on(connections).timer(timer));
        pass(timer, rig, Duration.ofSeconds(6));
        FakeBatch batch = FakeBatch.of(0, event(DIRECT, 1, "alice", "a"), event(DIRECT, 3, "alice", "c"));
        rig.deliver(batch);
        await("acknowledged", () -> batch.outcome().equals("ack"));

        pass(timer, rig, Duration.ofSeconds(4));
        rig.life(-1);
        pass(timer, rig, Duration.ofSeconds(20));
        rig.life(1);
        pass(timer, rig, Duration.ofSeconds(4));
        assertThat(rig.head(DIRECT)).isEqualTo(new Head(DIRECT, 1, 3, 0));

        FakeBatch kept = FakeBatch.of(0, event(DIRECT, 2, "bob", "b"));
        rig.deliver(kept);
        await("acknowledged", () -> kept.outcome().equals("ack"));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "2:b", "3:c");
    }

    @Test
    void aMessageInTimeFillsItsHole() {
        VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        Rig rig = start(Rig.on(connections).timer(timer));
        FakeBatch ahead = FakeBatch.of(0, event(DIRECT, 2, "alice", "b"));
        rig.deliver(ahead);
        await("acknowledged", () -> ahead.outcome().equals("ack"));
        pass(timer, rig, Duration.ofSeconds(4));
        FakeBatch behind = FakeBatch.of(0, event(DIRECT, 1, "bob", "a"));

        rig.deliver(behind);

        await("acknowledged", () -> behind.outcome().equals("ack"));
        pass(timer, rig, Duration.ofSeconds(10));
        assertThat(rig.log(DIRECT)).containsExactly("1:a", "2:b");
        assertThat(rig.head(DIRECT).settled()).isEqualTo(2);
        assertThat(voids()).isEmpty();
    }

    @Test
    void closesHolesThatADeadProcessLeft() {
        Rig first = start(Rig.on(connections));
        FakeBatch batch = FakeBatch.of(0, event(DIRECT, 3, "alice", "a"));
        first.deliver(batch);
        await("acknowledged", () -> batch.outcome().equals("ack"));
        first.close();

        VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        Rig second = start(Rig.on(connections).timer(timer).gateways(new FakeGateways().at("one", BOB)));
        pass(timer, second, Duration.ofSeconds(11));

        await("closed", () -> second.head(DIRECT).settled() == 3);
        assertThat(voids()).containsExactly(new Range(1, 2));
        await("told", () -> !second.gateways().told("one").isEmpty());
    }

    /** Lets time pass second by second, each followed by the work that it leads to. */
    private static void pass(VirtualTimeScheduler timer, Rig rig, Duration time) {
        long steps = time.toMillis() / 100;
        for (long step = 0; step < steps; step++) {
            double sweeps = sweeps(rig);
            long before = timer.now(TimeUnit.MILLISECONDS) / 1_000;
            timer.advanceTimeBy(Duration.ofMillis(100));
            if (timer.now(TimeUnit.MILLISECONDS) / 1_000 > before) {
                await("swept", () -> sweeps(rig) > sweeps);
            }
        }
    }

    private static double sweeps(Rig rig) {
        return rig.count("hongyan.log.sweeps");
    }
}
