package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static im.hongyan.gateway.session.SessionRig.hello;
import static im.hongyan.gateway.session.SessionRig.send;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.CoreDouble;
import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Bye;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Welcome;
import im.hongyan.wire.frame.Window;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakFree.class)
class SessionTest {
    private final SessionRig rig = new SessionRig();

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    @Test
    void welcomesWithWhoItIsAndWhatItMay() {
        InMemoryConnection alice = rig.login("alice");

        Welcome welcome = bodies(alice, Welcome.class).getFirst();
        assertThat(alice.received().getFirst().type()).isEqualTo(FrameType.WELCOME);
        assertThat(alice.received().getFirst().requestId()).isEqualTo(1);
        assertThat(welcome.getUser()).isEqualTo("alice");
        assertThat(welcome.getDevice()).isEqualTo("phone");
        assertThat(welcome.getApp()).isEqualTo("default");
        assertThat(welcome.getHeartbeatMillis()).isEqualTo(25_000);
        assertThat(welcome.getWindow().getFrames()).isEqualTo(256);
        assertThat(welcome.getLimits().getSendsInFlight()).isEqualTo(128);
        assertThat(welcome.getLimits().getSyncCursors()).as("as chat-core says").isEqualTo(CoreDouble.SYNC_CURSORS);
        assertThat(welcome.getLimits().getPageMessages())
                .as("as chat-core says")
                .isEqualTo(CoreDouble.PAGE_MESSAGES);
        assertThat(rig.table.devices())
                .extracting("user", "node")
                .contains(org.assertj.core.groups.Tuple.tuple("alice", "here"));
    }

    @Test
    void tellsAllHeadsAfterWelcomeTheLastOneMarked() {
        rig.core.store(
                "d:alice:bob", "bob", Send.newBuilder().setClientMessageId("a").build());

        InMemoryConnection alice = rig.login("alice");

        List<Heads> heads = bodies(alice, Heads.class);
        assertThat(heads.getFirst().getHeadsList()).extracting("conversation").containsExactly("d:alice:bob");
        assertThat(heads.getLast().getLast()).isTrue();
    }

    @Test
    void readsHeadsOnlyWhenHintsReachItAndLosesNoHintMeanwhile() {
        rig.deliverWhatIsStored();
        var held = rig.table.holds();
        InMemoryConnection alice = rig.login("alice");

        assertThat(rig.core.headsAsked()).as("before the route is written").isZero();
        Message hint = rig.core.store(
                "d:alice:bob", "bob", (Send) send(1, "alice", "hi").body());
        rig.events.tell("here", CoreDouble.stored(hint));
        assertThat(alice.received()).as("before WELCOME").isEmpty();
        held.tryEmitEmpty();

        assertThat(rig.core.headsAsked()).isEqualTo(1);
        assertThat(alice.received().getFirst().type()).isEqualTo(FrameType.WELCOME);
        assertThat(bodies(alice, Deliver.class))
                .extracting(deliver -> deliver.getMessage().getSequence())
                .containsExactly(1L);
        assertThat(bodies(alice, Heads.class).getLast().getLast()).isTrue();
    }

    @Test
    void answersSendsAndDeliversWhatIsStored() {
        InMemoryConnection alice = rig.login("alice");
        InMemoryConnection bob = rig.login("bob");
        rig.deliverWhatIsStored();

        alice.send(send(7, "bob", "hi"));

        Accepted accepted = bodies(alice, Accepted.class).getFirst();
        assertThat(accepted.getConversation()).isEqualTo("d:alice:bob");
        assertThat(accepted.getSequence()).isEqualTo(1);
        Message message = bodies(bob, Deliver.class).getFirst().getMessage();
        assertThat(message.getContent().getText().getText()).isEqualTo("hi");
        assertThat(message.getSender()).isEqualTo("alice");
        assertThat(bodies(alice, Deliver.class)).as("the sender's devices too").hasSize(1);
    }

    @Test
    void refusesABadCredential() {
        InMemoryConnection connection = rig.connect();
        Frame good = hello("alice", "phone", Window.getDefaultInstance());

        connection.send(new Frame(
                FrameType.HELLO,
                9,
                ((im.hongyan.wire.frame.Hello) good.body())
                        .toBuilder().setCredential("nonsense").build()));

        assertThat(connection.received()).hasSize(1);
        assertThat(connection.received().getFirst().requestId()).isEqualTo(9);
        assertThat(bodies(connection, Problem.class).getFirst().getCode()).isEqualTo("AUTH_FAILED");
        assertThat(bodies(connection, Problem.class).getFirst().getTraceId()).isNotEmpty();
        assertThat(connection.closing()).isEqualTo(Closing.of(ErrorCode.AUTH_FAILED));
        assertThat(connection.isOpen()).isFalse();
    }

    // B28
    @Test
    void refusesAnythingBeforeHello() {
        InMemoryConnection connection = rig.connect();

        connection.send(send(3, "bob", "hi"));

        assertThat(bodies(connection, Problem.class).getFirst().getCode()).isEqualTo("AUTH_REQUIRED");
        assertThat(connection.closing()).isEqualTo(Closing.of(ErrorCode.AUTH_REQUIRED));
        assertThat(rig.core.batches()).isEmpty();
    }

    // B06
    @Test
    void refusesWhatFollowsHelloBeforeWelcome() {
        var held = rig.core.holds();
        InMemoryConnection connection = rig.login("alice");

        connection.send(send(3, "bob", "hi"));
        held.tryEmitEmpty();

        assertThat(bodies(connection, Problem.class).getFirst().getCode()).isEqualTo("AUTH_REQUIRED");
        assertThat(connection.isOpen()).isFalse();
        assertThat(rig.registry.ofUser("default", "alice")).isEmpty();
    }

    @Test
    void refusesASecondHello() {
        InMemoryConnection alice = rig.login("alice");

        alice.send(hello("alice", "phone", Window.getDefaultInstance()));

        assertThat(bodies(alice, Problem.class).getFirst().getCode()).isEqualTo("MALFORMED");
        assertThat(alice.isOpen()).isFalse();
    }

    // B29
    @Test
    void closesWithoutHelloInTime() {
        InMemoryConnection connection = rig.connect();

        rig.pass(Duration.ofMillis(9_900));
        assertThat(connection.isOpen()).isTrue();
        rig.pass(Duration.ofMillis(200));

        assertThat(bodies(connection, Problem.class).getFirst().getCode()).isEqualTo("TIMEOUT");
        assertThat(connection.closing()).isEqualTo(new Closing(4408, "TIMEOUT"));
        assertThat(rig.wheel.alarms()).isZero();
    }

    @Test
    void closesTheSilentAndKeepsWhoPings() {
        InMemoryConnection silent = rig.login("alice");
        InMemoryConnection pinging = rig.login("bob");

        for (int i = 0; i < 4; i++) {
            rig.pass(Duration.ofSeconds(20));
            pinging.send(new Frame(FrameType.PING, i, Ping.getDefaultInstance()));
        }

        assertThat(bodies(silent, Goodbye.class).getFirst().getCode()).isEqualTo("TIMEOUT");
        assertThat(silent.isOpen()).isFalse();
        assertThat(pinging.isOpen()).isTrue();
        assertThat(bodies(pinging, Pong.class)).hasSize(4);
    }

    @Test
    void leavesNothingBehindWhenAClientGoes() {
        rig.core.member("alice", "team");
        InMemoryConnection alice = rig.login("alice");
        assertThat(rig.registry.ofGroup("default", "team")).hasSize(1);

        alice.leave();

        assertThat(rig.registry.ofUser("default", "alice")).isEmpty();
        assertThat(rig.registry.ofGroup("default", "team")).isEmpty();
        assertThat(rig.table.devices()).isEmpty();
        assertThat(rig.wheel.alarms()).isZero();
        assertThat(rig.gauge("hongyan.gateway.sessions")).isZero();
    }

    @Test
    void whoLeavesBeforeWelcomeLeavesNoRoute() {
        var held = rig.table.holds();
        InMemoryConnection alice = rig.login("alice");

        alice.leave();
        held.tryEmitEmpty();

        assertThat(rig.table.devices()).isEmpty();
        assertThat(rig.registry.ofUser("default", "alice")).isEmpty();
    }

    @Test
    void goesOnBye() {
        InMemoryConnection alice = rig.login("alice");

        alice.send(Frame.of(FrameType.BYE, Bye.getDefaultInstance()));

        assertThat(alice.closing()).isEqualTo(Closing.NORMAL);
        assertThat(alice.isOpen()).isFalse();
    }

    @Test
    void replacesTheEarlierSessionOfADevice() {
        InMemoryConnection first = rig.login("alice");
        InMemoryConnection other = rig.login("alice", "laptop", Window.getDefaultInstance());

        InMemoryConnection second = rig.login("alice");

        Goodbye goodbye = bodies(first, Goodbye.class).getFirst();
        assertThat(goodbye.getCode()).isEqualTo("REPLACED");
        assertThat(goodbye.getReconnect()).isFalse();
        assertThat(first.closing()).isEqualTo(new Closing(4409, "REPLACED"));
        assertThat(other.isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
        assertThat(rig.table.devices()).hasSize(2);
    }

    @Test
    void opensWithoutAnAddressBookAndIsInItLater() {
        rig.table.away(true);

        InMemoryConnection alice = rig.login("alice");

        assertThat(bodies(alice, Welcome.class)).hasSize(1);
        rig.table.away(false);
        rig.refreshRoutes();
        assertThat(rig.table.devices()).hasSize(1);
    }

    // B36
    @Test
    void endsWithTheCredential() {
        rig.core.credentialsLive(Duration.ofSeconds(40));
        InMemoryConnection alice = rig.login("alice");

        rig.pass(Duration.ofSeconds(41));

        assertThat(bodies(alice, Goodbye.class).getFirst().getCode()).isEqualTo("TOKEN_EXPIRED");
        assertThat(alice.closing()).isEqualTo(new Closing(4401, "TOKEN_EXPIRED"));
    }

    @Test
    void tellsHeadsAgainOnlyWhenTheyAreNews() {
        rig.core.store(
                "d:alice:bob", "bob", Send.newBuilder().setClientMessageId("a").build());
        InMemoryConnection alice = rig.login("alice");
        int before = bodies(alice, Heads.class).size();

        rig.pass(Duration.ofSeconds(26));
        assertThat(bodies(alice, Heads.class)).hasSize(before);
        rig.core.store(
                "d:alice:bob", "bob", Send.newBuilder().setClientMessageId("b").build());
        rig.pass(Duration.ofSeconds(26));

        assertThat(bodies(alice, Heads.class).getLast().getHeads(0).getSequence())
                .isEqualTo(2);
    }

    // B12
    @Test
    void answersWhatItDoesNotKnowAndGoesOn() {
        InMemoryConnection alice = rig.login("alice");

        alice.send(new Frame(FrameType.STREAM_STOP, 5, im.hongyan.wire.frame.StreamStop.getDefaultInstance()));
        alice.send(new Frame(FrameType.PING, 6, Ping.getDefaultInstance()));

        assertThat(bodies(alice, Problem.class).getFirst().getCode()).isEqualTo("UNKNOWN_COMMAND");
        assertThat(alice.received().getLast().type()).isEqualTo(FrameType.PONG);
        assertThat(alice.isOpen()).isTrue();
    }

    // B25
    @Test
    void limitsPings() {
        InMemoryConnection alice = rig.login("alice");

        for (int i = 0; i < 11; i++) {
            alice.send(new Frame(FrameType.PING, i, Ping.getDefaultInstance()));
        }

        assertThat(bodies(alice, Pong.class)).hasSize(10);
        assertThat(bodies(alice, Goodbye.class).getFirst().getCode()).isEqualTo("RATE_LIMITED");
        assertThat(alice.closing()).isEqualTo(new Closing(4429, "RATE_LIMITED"));
    }
}
