package im.hongyan.client;

import static im.hongyan.client.Clients.PATIENCE;
import static im.hongyan.client.Clients.connected;
import static im.hongyan.client.Clients.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.Clients.Applied;
import im.hongyan.client.cursor.CursorStore;
import im.hongyan.client.fake.FakeServer;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Pong;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ReceivingTest {
    private static final String DIRECT = "d:alice:bob";

    private final FakeServer server = FakeServer.start();
    private final List<HongyanClient> clients = new ArrayList<>();
    private final Applied applied = new Applied();

    @AfterEach
    void close() {
        clients.forEach(client -> client.close().block(PATIENCE));
        server.close();
    }

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
    void pullsAThousandMessagesThatItMissed() {
        for (int i = 0; i < 1_000; i++) {
            server.log().store(DIRECT, "bob", "m" + i);
        }
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        HongyanClient alice = Clients.of(server, "alice")
                .onMessage(MessageHandler.of(applied))
                .inbox(64, 1 << 20)
                .build();
        clients.add(alice);
        alice.events().subscribe(events::add);
        alice.connect().block(PATIENCE);

        eventually(() -> applied.messages.size() == 1_000);
        assertThat(applied.sequences()).isEqualTo(upTo(1_000));
        eventually(() -> events.contains(new ClientEvent.Recovered(1)));
        assertThat(server.lastConnection().received(FrameType.SYNC, Sync.class))
                .allMatch(sync -> sync.getLimit() > 0 && sync.getLimit() <= 64);
    }

    @Test
    void pullsWhatIsMissingInManyConversationsAtOnce() {
        for (int user = 0; user < 200; user++) {
            for (int i = 0; i < 5; i++) {
                server.log().store("d:alice:u" + user, "u" + user, "m" + i);
            }
        }
        alice();
        eventually(() -> applied.messages.size() == 1_000);
        for (int user = 0; user < 200; user++) {
            String conversation = "d:alice:u" + user;
            assertThat(applied.messages.stream()
                            .filter(message -> message.getConversation().equals(conversation))
                            .map(Message::getSequence))
                    .containsExactlyElementsOf(upTo(5));
        }
    }

    @Test
    void fillsAGapBeforeItGoesOn() {
        alice();
        server.say(DIRECT, "bob", "one");
        server.pushOnly(message -> message.getSequence() != 2 && message.getSequence() != 3);
        server.say(DIRECT, "bob", "two");
        server.say(DIRECT, "bob", "three");
        server.say(DIRECT, "bob", "four");
        eventually(() -> applied.messages.size() == 4);
        assertThat(applied.texts()).containsExactly("one", "two", "three", "four");
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
    void passesVoidNumbers() {
        server.log().store(DIRECT, "bob", "one");
        server.log().skip(DIRECT, 1_000_000);
        server.log().store(DIRECT, "bob", "two");
        server.log().skip(DIRECT, 3);
        CursorStore cursors = CursorStore.memory();
        connect(Clients.of(server, "alice")
                .onMessage(MessageHandler.of(applied))
                .cursors(cursors));
        eventually(() -> Map.of(DIRECT, 1_000_005L).equals(cursors.load().block()));
        assertThat(applied.sequences()).containsExactly(1L, 1_000_002L);
    }

    @Test
    void noticesALostLastHintByTheHeadOnAPong() {
        server.heartbeat(Duration.ofMillis(150));
        server.pushOnly(message -> false);
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.PING) {
                Head head =
                        Head.newBuilder().setConversation(DIRECT).setSequence(1).build();
                connection.write(
                        FrameType.PONG,
                        frame.requestId(),
                        Pong.newBuilder().addHeads(head).build());
                return true;
            }
            return false;
        });
        alice();
        server.say(DIRECT, "bob", "lost hint");
        eventually(() -> applied.texts().equals(List.of("lost hint")));
    }

    @Test
    void asksAgainForAHoleThatIsNotSettledYet() {
        alice();
        server.pushOnly(message -> message.getSequence() == 2);
        AtomicInteger syncs = new AtomicInteger();
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.SYNC && syncs.incrementAndGet() < 3) {
                connection.write(
                        FrameType.SYNC_PART,
                        frame.requestId(),
                        im.hongyan.wire.frame.SyncPart.newBuilder()
                                .setConversation(DIRECT)
                                .setLast(true)
                                .setDone(true)
                                .build());
                return true;
            }
            return false;
        });
        server.say(DIRECT, "bob", "one");
        server.say(DIRECT, "bob", "two");
        eventually(() -> applied.messages.size() == 2);
        assertThat(applied.sequences()).containsExactly(1L, 2L);
        assertThat(syncs.get()).isEqualTo(3);
    }

    @Test
    void triesAPullAgainThatMayBeTriedAgain() {
        AtomicInteger syncs = new AtomicInteger();
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.SYNC && syncs.incrementAndGet() == 1) {
                connection.refuse(frame.requestId(), ErrorCode.STORE_UNAVAILABLE, 50);
                return true;
            }
            return false;
        });
        server.log().store(DIRECT, "bob", "one");
        alice();
        eventually(() -> applied.messages.size() == 1);
    }

    @Test
    void aConversationThatIsRefusedDoesNotHoldUpTheOthers() {
        server.log().store(DIRECT, "bob", "one");
        server.log().store("g:team", "bob", "not for alice");
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.PING) {
                return false;
            }
            if (frame.type() == FrameType.HELLO) {
                connection.write(
                        FrameType.WELCOME,
                        frame.requestId(),
                        im.hongyan.wire.frame.Welcome.newBuilder()
                                .setUser("alice")
                                .build());
                connection.write(
                        FrameType.HEADS,
                        0,
                        Heads.newBuilder()
                                .addHeads(Head.newBuilder()
                                        .setConversation("g:team")
                                        .setSequence(1))
                                .addHeads(Head.newBuilder()
                                        .setConversation(DIRECT)
                                        .setSequence(1))
                                .setLast(true)
                                .build());
                return true;
            }
            if (frame.type() == FrameType.SYNC
                    && ((Sync) frame.body())
                            .getCursorsList().stream()
                                    .anyMatch(cursor -> cursor.getConversation().equals("g:team"))) {
                connection.write(
                        FrameType.ERROR,
                        frame.requestId(),
                        im.hongyan.wire.Problems.of(ErrorCode.NOT_MEMBER, "only members may do this"));
                return true;
            }
            if (frame.type() == FrameType.SYNC) {
                server.log()
                        .sync(DIRECT, 0, 0, 10)
                        .forEach(part -> connection.write(
                                FrameType.SYNC_PART,
                                frame.requestId(),
                                part.toBuilder().setDone(true).build()));
                return true;
            }
            return true;
        });
        HongyanClient alice = Clients.of(server, "alice")
                .onMessage(MessageHandler.of(applied))
                .build();
        clients.add(alice);
        alice.events().subscribe(events::add);
        alice.connect().block(PATIENCE);
        eventually(() -> applied.texts().equals(List.of("one")));
        eventually(() -> events.stream()
                .anyMatch(event -> event instanceof ClientEvent.ConversationRefused refused
                        && refused.conversation().equals("g:team")));
        eventually(() -> events.contains(new ClientEvent.Recovered(2)));
    }

    @Test
    void catchesUpAfterALostConnectionWithoutApplyingAnythingTwice() {
        alice();
        server.say(DIRECT, "bob", "one");
        eventually(() -> applied.messages.size() == 1);
        server.pushOnly(message -> false);
        server.say(DIRECT, "bob", "two");
        server.lastConnection().cut();
        server.say(DIRECT, "bob", "three");
        eventually(() -> applied.messages.size() == 3);
        assertThat(applied.texts()).containsExactly("one", "two", "three");
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
    void continuesFromItsCursors() {
        CursorStore cursors = CursorStore.memory();
        for (int i = 0; i < 10; i++) {
            server.log().store(DIRECT, "bob", "m" + i);
        }
        cursors.save(Map.of(DIRECT, 7L)).block();
        connect(Clients.of(server, "alice")
                .onMessage(MessageHandler.of(applied))
                .cursors(cursors));
        eventually(() -> applied.messages.size() == 3);
        assertThat(applied.sequences()).containsExactly(8L, 9L, 10L);
    }

    @Test
    void beginsAtTheHeadWhenAskedTo() {
        server.log().store(DIRECT, "bob", "old");
        connect(Clients.of(server, "alice")
                .onMessage(MessageHandler.of(applied))
                .beginAtHead());
        server.say(DIRECT, "bob", "new");
        server.say("d:alice:carol", "carol", "first of its kind");
        eventually(() -> applied.messages.size() == 2);
        assertThat(applied.texts()).containsExactly("new", "first of its kind");
        server.lastConnection().cut();
        server.log().store("d:alice:dave", "dave", "while away");
        eventually(() -> applied.messages.size() == 3);
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

    @Test
    void saysSoWhenTheServersLogEndsBelowItsCursor() {
        CursorStore cursors = CursorStore.memory();
        cursors.save(Map.of(DIRECT, 90L)).block();
        server.log().store(DIRECT, "bob", "one");
        HongyanClient alice = Clients.of(server, "alice").cursors(cursors).build();
        clients.add(alice);
        List<ClientEvent> events = new CopyOnWriteArrayList<>();
        alice.events().subscribe(events::add);
        alice.connect().block(PATIENCE);
        eventually(() -> events.contains(new ClientEvent.CursorAhead(DIRECT, 90, 1)));
    }

    private List<Received> received() {
        return server.lastConnection().received(FrameType.RECEIVED, Received.class);
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static void pause() {
        try {
            Thread.sleep(150);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HongyanClient alice() {
        return connect(Clients.of(server, "alice").onMessage(MessageHandler.of(applied)));
    }

    private HongyanClient connect(ClientBuilder builder) {
        HongyanClient client = connected(builder);
        clients.add(client);
        return client;
    }
}
