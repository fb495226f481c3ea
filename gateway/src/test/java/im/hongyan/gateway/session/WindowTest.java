package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static im.hongyan.gateway.session.SessionRig.send;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.CoreDouble;
import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.link.proto.HeadMoved;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Welcome;
import im.hongyan.wire.frame.Window;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Live → pull → live: nothing is kept for a device beyond its window, and nothing is lost. */
@ExtendWith(LeakFree.class)
class WindowTest {
    private static final String CONVERSATION = "d:alice:bob";

    private final SessionRig rig = new SessionRig();

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    @BeforeEach
    void deliver() {
        rig.deliverWhatIsStored();
    }

    private Message store(String conversation, int number, int bytes) {
        return rig.core.store(
                conversation,
                "bob",
                Send.newBuilder()
                        .setClientMessageId("c" + number)
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText("x".repeat(bytes))))
                        .build());
    }

    private void tell(Message message) {
        rig.events.tell("here", CoreDouble.stored(message));
    }

    private InMemoryConnection slow(int frames, int bytes) {
        InMemoryConnection alice = rig.login(
                "alice",
                "phone",
                Window.newBuilder().setFrames(frames).setBytes(bytes).build());
        alice.stopReading();
        return alice;
    }

    private static List<Long> sequences(InMemoryConnection client, String conversation) {
        return bodies(client, Deliver.class).stream()
                .filter(deliver -> deliver.getMessage().getConversation().equals(conversation))
                .map(deliver -> deliver.getMessage().getSequence())
                .toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void grantsTheWindowThatIsAskedForWithinBounds() {
        InMemoryConnection modest = rig.login(
                "a", "d", Window.newBuilder().setFrames(3).setBytes(20_000).build());
        InMemoryConnection greedy = rig.login(
                "b", "d", Window.newBuilder().setFrames(-1).setBytes(-1).build());
        InMemoryConnection tiny =
                rig.login("c", "d", Window.newBuilder().setFrames(1).setBytes(1).build());

        assertThat(bodies(modest, Welcome.class).getFirst().getWindow())
                .isEqualTo(Window.newBuilder().setFrames(3).setBytes(20_000).build());
        assertThat(bodies(greedy, Welcome.class).getFirst().getWindow())
                .isEqualTo(
                        Window.newBuilder().setFrames(4_096).setBytes(8 << 20).build());
        assertThat(bodies(tiny, Welcome.class).getFirst().getWindow())
                .isEqualTo(Window.newBuilder().setFrames(1).setBytes(16 * 1024).build());
    }

    @Test
    void keepsNoMoreThanTheWindowForASlowDevice() {
        InMemoryConnection alice = slow(10, 1 << 20);

        for (int i = 1; i <= 1_000; i++) {
            tell(store(CONVERSATION, i, 20_000));
            assertThat(rig.gauge("hongyan.gateway.outbox.held")).isLessThan(11 * 20_200);
        }

        assertThat(alice.unreadBytes()).isLessThan(200_000);
        assertThat(rig.core.pages()).as("nothing is read for who does not read").isLessThanOrEqualTo(10);
    }

    @Test
    void bytesBoundTheWindowToo() {
        slow(4_096, 100_000);

        for (int i = 1; i <= 100; i++) {
            tell(store(CONVERSATION, i, 20_000));
        }

        assertThat(rig.gauge("hongyan.gateway.outbox.held")).isLessThanOrEqualTo(100_000);
    }

    @Test
    void catchesUpFromTheLogAndTurnsLive() {
        InMemoryConnection alice = slow(10, 1 << 20);
        for (int i = 1; i <= 500; i++) {
            tell(store(CONVERSATION, i, 10_000));
        }

        alice.readAgain();

        assertThat(sequences(alice, CONVERSATION)).isEqualTo(upTo(500));
        int pages = rig.core.pages();
        tell(store(CONVERSATION, 501, 10));
        assertThat(sequences(alice, CONVERSATION)).isEqualTo(upTo(501));
        assertThat(rig.core.pages()).as("live again: nothing is read").isEqualTo(pages);
        assertThat(rig.gauge("hongyan.gateway.outbox.held")).isZero();
    }

    @Test
    void hintsThatComeWhileItPullsAreNotLost() {
        InMemoryConnection alice = slow(10, 1 << 20);
        for (int i = 1; i <= 200; i++) {
            tell(store(CONVERSATION, i, 10_000));
        }

        for (int i = 201; i <= 400; i++) {
            alice.readOnce();
            tell(store(CONVERSATION, i, 10_000));
        }
        alice.readAgain();

        assertThat(sequences(alice, CONVERSATION)).isEqualTo(upTo(400));
    }

    @Test
    void manyConversationsCatchUpSideBySide() {
        InMemoryConnection alice = slow(10, 1 << 20);
        for (int i = 1; i <= 50; i++) {
            for (int c = 0; c < 20; c++) {
                tell(store("d:alice:peer" + c, i, 5_000));
            }
        }

        alice.readAgain();

        for (int c = 0; c < 20; c++) {
            assertThat(new TreeSet<>(sequences(alice, "d:alice:peer" + c))).containsExactlyElementsOf(upTo(50));
        }
    }

    @Test
    void whoFallsBehindInTooManyConversationsIsToldTheHeads() {
        InMemoryConnection alice = slow(4, 1 << 20);
        for (int c = 0; c < 400; c++) {
            tell(store("d:alice:peer" + c, 1, 20_000));
        }

        alice.readAgain();

        TreeSet<String> known = new TreeSet<>();
        bodies(alice, Deliver.class)
                .forEach(deliver -> known.add(deliver.getMessage().getConversation()));
        bodies(alice, Heads.class)
                .forEach(heads -> heads.getHeadsList().forEach(head -> known.add(head.getConversation())));
        assertThat(known).hasSize(400);
    }

    @Test
    void aFailedPullIsTriedAgain() {
        InMemoryConnection alice = slow(4, 1 << 20);
        for (int i = 1; i <= 30; i++) {
            tell(store(CONVERSATION, i, 20_000));
        }
        rig.core.fails(ErrorCode.STORE_UNAVAILABLE);
        alice.readAgain();
        assertThat(sequences(alice, CONVERSATION)).hasSizeLessThan(30);

        rig.core.fails(null);
        rig.pass(Duration.ofSeconds(20));

        assertThat(sequences(alice, CONVERSATION)).isEqualTo(upTo(30));
    }

    @Test
    void whatIsNotSettledYetIsWaitedFor() {
        InMemoryConnection alice = slow(4, 1 << 20);
        for (int i = 1; i <= 30; i++) {
            tell(store(CONVERSATION, i, 20_000));
        }
        Message late = Message.newBuilder()
                .setConversation(CONVERSATION)
                .setSequence(32)
                .build();
        tell(late);
        alice.readAgain();
        assertThat(sequences(alice, CONVERSATION)).isEqualTo(upTo(30));

        store(CONVERSATION, 31, 10);
        store(CONVERSATION, 32, 10);
        rig.events.tell(
                "here",
                NodeEvent.newBuilder()
                        .setTenant("default")
                        .setHeadMoved(HeadMoved.newBuilder()
                                .setConversation(CONVERSATION)
                                .setHead(32))
                        .build());

        assertThat(sequences(alice, CONVERSATION)).isEqualTo(upTo(32));
    }

    @Test
    void aHintAboveTheSettledHeadIsWaitedFor() {
        InMemoryConnection alice = slow(1, 1 << 20);
        for (int i = 1; i <= 6; i++) {
            tell(store("d:alice:carol", i, 20_000));
        }
        store(CONVERSATION, 1, 10);
        tell(Message.newBuilder().setConversation(CONVERSATION).setSequence(3).build());
        alice.readAgain();
        assertThat(sequences(alice, CONVERSATION)).isEmpty();

        store(CONVERSATION, 2, 10);
        store(CONVERSATION, 3, 10);
        rig.pass(Duration.ofSeconds(2));

        assertThat(sequences(alice, CONVERSATION)).contains(2L, 3L);
    }

    @Test
    void hintsComeInAnyOrder() {
        InMemoryConnection alice = rig.login("alice");
        Message one = store(CONVERSATION, 1, 10);
        Message two = store(CONVERSATION, 2, 10);

        tell(two);
        tell(one);

        assertThat(sequences(alice, CONVERSATION)).containsExactly(2L, 1L);
        assertThat(rig.core.pages()).isZero();
    }

    @Test
    void tellsAHeadThatMovedWithoutAMessage() {
        InMemoryConnection alice = rig.login("alice");
        tell(store(CONVERSATION, 1, 10));

        for (long head : new long[] {1, 5, 5}) {
            rig.events.tell(
                    "here",
                    NodeEvent.newBuilder()
                            .setTenant("default")
                            .setHeadMoved(HeadMoved.newBuilder()
                                    .setConversation(CONVERSATION)
                                    .setHead(head))
                            .build());
        }

        assertThat(bodies(alice, Heads.class).stream().filter(heads -> !heads.getLast()))
                .flatExtracting(Heads::getHeadsList)
                .extracting(Head::getSequence)
                .containsExactly(5L);
    }

    @Test
    void endsASocketThatTakesNothing() {
        InMemoryConnection alice = slow(4_096, 8 << 20);
        for (int i = 1; i <= 100; i++) {
            tell(store(CONVERSATION, i, 20_000));
        }

        rig.pass(Duration.ofMillis(14_900));
        assertThat(alice.closing()).isNull();
        rig.pass(Duration.ofMillis(200));
        assertThat(alice.closing()).isEqualTo(new Closing(4508, "SLOW_CONSUMER"));
        assertThat(rig.gauge("hongyan.gateway.outbox.held"))
                .as("only what is at the socket")
                .isLessThan(120_000);
        alice.cut();

        assertThat(rig.gauge("hongyan.gateway.outbox.held")).isZero();
        assertThat(rig.registry.ofUser("default", "alice")).isEmpty();
    }

    @Test
    void aSocketThatTakesSomethingNowAndThenStays() {
        InMemoryConnection alice = slow(4_096, 8 << 20);
        for (int i = 1; i <= 100; i++) {
            tell(store(CONVERSATION, i, 20_000));
        }

        for (int i = 0; i < 5; i++) {
            rig.pass(Duration.ofSeconds(14));
            alice.readOnce();
            alice.send(new im.hongyan.wire.Frame(
                    im.hongyan.wire.frame.FrameType.PING, i, im.hongyan.wire.frame.Ping.getDefaultInstance()));
        }

        assertThat(alice.closing()).isNull();
        assertThat(bodies(alice, Goodbye.class)).isEmpty();
    }

    @Test
    void aSlowDeviceCostsOthersNothing() {
        slow(10, 1 << 20);
        InMemoryConnection bob = rig.login("bob");

        for (int i = 1; i <= 300; i++) {
            tell(store(CONVERSATION, i, 10_000));
        }

        assertThat(sequences(bob, CONVERSATION)).isEqualTo(upTo(300));
    }

    @Test
    void answersHaveRoomWhenTheWindowIsFull() {
        InMemoryConnection alice = slow(1, 16 * 1024);
        for (int i = 1; i <= 10; i++) {
            tell(store(CONVERSATION, i, 10_000));
        }

        alice.send(send(5, "carol", "hi"));
        alice.readAgain();

        assertThat(alice.received())
                .anySatisfy(frame -> assertThat(frame.requestId()).isEqualTo(5));
        assertThat(new TreeSet<>(sequences(alice, CONVERSATION))).containsExactlyElementsOf(upTo(10));
    }
}
