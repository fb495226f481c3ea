package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static im.hongyan.gateway.session.SessionRig.send;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Problem;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The node stops: who is there is asked to go, what is under way is finished, who stays too long is cut. */
@ExtendWith(LeakFree.class)
class DrainTest {
    private static final Closing DRAINING = Closing.of(ErrorCode.DRAINING);

    private final SessionRig rig = new SessionRig();

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    private void drain() {
        rig.service.drain().subscribe();
    }

    @Test
    void finishesWhatIsUnderWay() {
        InMemoryConnection alice = rig.login("alice");
        var held = rig.core.holds();
        alice.send(send(1, "bob", "one"));
        alice.send(send(2, "bob", "two"));

        drain();
        rig.pass(Duration.ofSeconds(3));

        Goodbye goodbye = bodies(alice, Goodbye.class).getFirst();
        assertThat(goodbye.getCode()).isEqualTo("DRAINING");
        assertThat(goodbye.getReconnect()).isTrue();
        assertThat(alice.isOpen()).as("it has no answers yet").isTrue();
        held.tryEmitEmpty();
        assertThat(bodies(alice, Accepted.class)).hasSize(2);
        rig.pass(Duration.ofSeconds(1));
        assertThat(alice.closing()).isEqualTo(DRAINING);
        assertThat(alice.isOpen()).isFalse();
    }

    @Test
    void takesWhatWasOnItsWay() {
        InMemoryConnection alice = rig.login("alice");

        drain();
        alice.send(send(1, "bob", "sent before the goodbye was read"));
        rig.pass(Duration.ofSeconds(1));

        assertThat(bodies(alice, Accepted.class)).hasSize(1);
        assertThat(alice.isOpen()).isFalse();
    }

    @Test
    void cutsWhatIsNotFinishedInTheGrace() {
        InMemoryConnection alice = rig.login("alice");
        InMemoryConnection idle = rig.login("idle");
        var held = rig.core.holds();
        alice.send(send(1, "bob", "one"));

        drain();
        rig.pass(Duration.ofSeconds(4));
        assertThat(idle.closing()).isEqualTo(DRAINING);
        assertThat(alice.isOpen()).isTrue();
        rig.pass(Duration.ofSeconds(2));

        assertThat(alice.closing()).isEqualTo(DRAINING);
        assertThat(alice.isOpen()).isFalse();
        held.tryEmitEmpty();
        assertThat(rig.core.head("d:alice:bob"))
                .as("it is brought to its end all the same")
                .isEqualTo(1);
    }

    @Test
    void whoHasNotComeInYetIsToldWhenToTryAgain() {
        var held = rig.core.holds();
        InMemoryConnection opening = rig.login("alice");
        InMemoryConnection silent = rig.connect();

        drain();

        for (InMemoryConnection newcomer : new InMemoryConnection[] {opening, silent}) {
            Problem problem = bodies(newcomer, Problem.class).getFirst();
            assertThat(problem.getCode()).isEqualTo("DRAINING");
            assertThat(problem.getRetryable()).isTrue();
            assertThat(problem.getRetryAfterMillis()).isBetween(1L, 5_000L);
            assertThat(newcomer.closing()).isEqualTo(DRAINING);
        }
        held.tryEmitEmpty();
        assertThat(rig.table.devices()).isEmpty();
    }
}
