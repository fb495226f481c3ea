package im.hongyan.client;

import static im.hongyan.client.Clients.PATIENCE;
import static im.hongyan.client.Clients.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.cursor.CursorStore;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Read;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Sync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What comes by itself: in order, once, no faster than the application. */
class ReceivingTest extends ReceivingRig {

    @Test
    void appliesWhatIsPushedInOrder() {
        alice();
        for (int i = 0; i < 100; i++) {
            server.say(DIRECT, "bob", "m" + i);
        }
        eventually(() -> applied.messages.size() == 100);
        assertThat(applied.sequences()).isEqualTo(upTo(100));
        assertThat(server.lastConnection().received(FrameType.SYNC, Sync.class)).isEmpty();
    }

    @Test
    void sortsWhatComesOutOfOrderAndDropsWhatComesTwice() {
        HongyanClient alice = alice();
        server.script((connection, frame) -> frame.type() == FrameType.SYNC);
        server.pushOnly(message -> false);
        List<Message> stored = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stored.add(server.say(DIRECT, "bob", "m" + i));
        }
        for (int i : new int[] {0, 2, 1, 1, 4, 2, 3, 3, 0}) {
            server.lastConnection().deliver(stored.get(i));
        }
        eventually(() -> applied.messages.size() == 5);
        assertThat(applied.sequences()).isEqualTo(upTo(5));
        eventually(() -> alice.statistics().duplicatesDropped() == 4);
    }

    @Test
    void movesTheCursorOnlyAfterTheApplicationIsDone() {
        CursorStore cursors = CursorStore.memory();
        Sinks.Empty<Void> done = Sinks.empty();
        connect(Clients.of(server, "alice").cursors(cursors).onMessage(message -> {
            applied.accept(message);
            return done.asMono();
        }));
        server.say(DIRECT, "bob", "one");
        server.say(DIRECT, "bob", "two");
        eventually(() -> applied.messages.size() == 1);
        pause();
        assertThat(cursors.load().block()).isEmpty();
        assertThat(applied.messages).hasSize(1);
        assertThat(server.lastConnection().received(FrameType.RECEIVED, Received.class))
                .isEmpty();
        done.tryEmitEmpty();
        eventually(() -> Map.of(DIRECT, 2L).equals(cursors.load().block()));
    }

    @Test
    void anApplicationThatFailsEndsTheClientBeforeThatMessage() {
        CursorStore cursors = CursorStore.memory();
        HongyanClient alice =
                connect(Clients.of(server, "alice").cursors(cursors).onMessage(message -> {
                    if (message.getSequence() == 2) {
                        return Mono.error(new IllegalStateException("the application's disk is full"));
                    }
                    applied.accept(message);
                    return Mono.empty();
                }));
        for (int i = 0; i < 3; i++) {
            server.say(DIRECT, "bob", "m" + i);
        }
        eventually(() -> alice.state() instanceof ClientState.Ended);
        assertThat(alice.state())
                .isEqualTo(new ClientState.Ended(ClientState.Reason.FAILED, "", "the application's disk is full"));
        assertThat(applied.sequences()).containsExactly(1L);
        assertThat(cursors.load().block()).isEqualTo(Map.of(DIRECT, 1L));
    }

    @Test
    void tellsWhatItReceivedNowAndThenTheLatestOnly() {
        connect(Clients.of(server, "alice")
                .onMessage(MessageHandler.of(applied))
                .receiptInterval(Duration.ofMillis(300)));
        for (int i = 0; i < 50; i++) {
            server.say(DIRECT, "bob", "m" + i);
        }
        eventually(() -> received().stream().anyMatch(mark -> mark.getUpTo() == 50));
        assertThat(received()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void tellsWhatTheUserReadAlsoAfterALostConnection() {
        HongyanClient alice = alice();
        server.say(DIRECT, "bob", "one");
        eventually(() -> applied.messages.size() == 1);
        alice.markRead(DIRECT, 1);
        eventually(() ->
                !server.lastConnection().received(FrameType.READ, Read.class).isEmpty());
        server.lastConnection().cut();
        eventually(() -> server.connections().size() == 2
                && !server.lastConnection().received(FrameType.READ, Read.class).isEmpty());
    }

    @Test
    void tellsOthersMarksOnceEach() {
        HongyanClient alice = alice();
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        alice.events()
                .filter(event -> event instanceof ClientEvent.ReceiptMoved)
                .subscribe(events::add);
        HongyanClient bob = connect(Clients.of(server, "bob").onMessage(MessageHandler.of(message -> {})));
        alice.send(OutgoingMessage.text(Target.peer("bob"), "hello")).block(PATIENCE);
        eventually(() -> events.size() == 1);
        bob.markRead(DIRECT, 1);
        eventually(() -> events.size() == 2);
        assertThat(events)
                .map(event -> ((ClientEvent.ReceiptMoved) event).receipt())
                .allMatch(receipt -> receipt.getUser().equals("bob") && receipt.getUpTo() == 1)
                .extracting(im.hongyan.wire.frame.Receipt::getKind)
                .containsExactly(ReceiptKind.DELIVERED, ReceiptKind.SEEN);
    }

    @Test
    void tellsThatAListChanged() {
        HongyanClient alice = alice();
        List<ClientEvent.ListChanged> events = new CopyOnWriteArrayList<>();
        alice.events().ofType(ClientEvent.ListChanged.class).subscribe(events::add);
        Notice notice = Notice.newBuilder().setList("friends").setVersion(7).build();
        server.lastConnection().write(FrameType.NOTICE, 0, notice);
        eventually(() -> events.equals(List.of(new ClientEvent.ListChanged(notice))));
    }

    @Test
    void aSlowApplicationIsSentNoMoreThanItsInboxHolds() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        HongyanClient alice =
                connect(Clients.of(server, "alice").inbox(32, 64 * 1024).onMessage(MessageHandler.blocking(message -> {
                    try {
                        slow.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    applied.accept(message);
                })));
        String text = "x".repeat(10_000);
        for (int i = 0; i < 3_000; i++) {
            server.say(DIRECT, "bob", text);
        }
        eventually("back-pressure", () -> server.lastConnection().backlogBytes() > 5_000_000);
        assertThat(alice.statistics().inboxMessages()).isLessThanOrEqualTo(32);
        assertThat(alice.statistics().inboxBytes()).isLessThanOrEqualTo(64 * 1024);
        slow.countDown();
        eventually(() -> applied.messages.size() == 3_000);
        assertThat(applied.sequences()).isEqualTo(upTo(3_000));
    }

    @Test
    void anApplicationThatWaitsForItsOwnSendIsAnsweredHoweverMuchIsComing() {
        List<HongyanClient> self = new CopyOnWriteArrayList<>();
        connect(Clients.of(server, "echo").inbox(8, 64 * 1024).onMessage(message -> {
            if (message.getSender().equals("echo")) {
                return Mono.empty();
            }
            applied.accept(message);
            return self.getFirst()
                    .send(OutgoingMessage.text(
                            Target.peer("bob"), message.getContent().getText().getText()))
                    .then();
        }));
        self.add(clients.getFirst());
        for (int i = 0; i < 300; i++) {
            server.say("d:bob:echo", "bob", "m" + i);
        }
        eventually(() -> server.log().messages("d:bob:echo").size() == 600);
        assertThat(applied.texts())
                .isEqualTo(LongStream.range(0, 300).mapToObj(i -> "m" + i).toList());
    }

    private List<Received> received() {
        return server.lastConnection().received(FrameType.RECEIVED, Received.class);
    }

    private static void pause() {
        try {
            Thread.sleep(150);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
