package im.hongyan.client;

import static im.hongyan.client.Clients.PATIENCE;
import static im.hongyan.client.Clients.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.cursor.CursorStore;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Sync;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What did not come by itself is asked for. */
class PullingTest extends ReceivingRig {

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
}
