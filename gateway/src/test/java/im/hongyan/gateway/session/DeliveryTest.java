package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.link.proto.ListChanged;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.ReceiptsMoved;
import im.hongyan.link.proto.SessionReplaced;
import im.hongyan.link.proto.SessionsRevoked;
import im.hongyan.link.proto.Stored;
import im.hongyan.link.proto.Typed;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.link.route.RouteTable.GroupRoute;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.System;
import im.hongyan.wire.frame.Typing;
import im.hongyan.wire.frame.Window;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets what of the events that reach a node. */
@ExtendWith(LeakFree.class)
class DeliveryTest {
    private final SessionRig rig = new SessionRig();

    @BeforeEach
    void listen() {
        rig.deliverWhatIsStored();
    }

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    private InMemoryConnection login(String user, String device) {
        return rig.login(user, device, Window.getDefaultInstance());
    }

    private static NodeEvent event(java.util.function.Consumer<NodeEvent.Builder> fill) {
        NodeEvent.Builder event = NodeEvent.newBuilder().setTenant("default");
        fill.accept(event);
        return event.build();
    }

    private static NodeEvent stored(String conversation, long sequence, Content content, List<String> alsoNotify) {
        Message message = Message.newBuilder()
                .setConversation(conversation)
                .setSequence(sequence)
                .setContent(content)
                .build();
        return event(event -> event.setStored(Stored.newBuilder()
                .setConversation(conversation)
                .setSequence(sequence)
                .setMessage(message.toByteString())
                .addAllAlsoNotify(alsoNotify)));
    }

    private static Content system(String event, String... users) {
        return Content.newBuilder()
                .setSystem(System.newBuilder().setEvent(event).addAllUsers(List.of(users)))
                .build();
    }

    private void tell(NodeEvent... events) {
        rig.events.tell("here", events);
    }

    private static List<Long> delivered(InMemoryConnection client) {
        return bodies(client, Deliver.class).stream()
                .map(deliver -> deliver.getMessage().getSequence())
                .toList();
    }

    @Test
    void aDirectMessageReachesAllDevicesOfBothUsersAndNobodyElse() {
        List<InMemoryConnection> concerned =
                List.of(login("alice", "phone"), login("alice", "laptop"), login("bob", "phone"));
        InMemoryConnection carol = login("carol", "phone");
        InMemoryConnection otherTenant = rig.loginTo("elsewhere", "bob");

        tell(stored("d:alice:bob", 1, Content.getDefaultInstance(), List.of()));

        assertThat(concerned).allSatisfy(client -> assertThat(delivered(client)).containsExactly(1L));
        assertThat(delivered(carol)).isEmpty();
        assertThat(delivered(otherTenant)).isEmpty();
    }

    @Test
    void aGroupMessageReachesItsMembersOnce() {
        rig.core.member("alice", "team", "other").member("bob", "team");
        InMemoryConnection alice = login("alice", "phone");
        InMemoryConnection bob = login("bob", "phone");
        InMemoryConnection carol = login("carol", "phone");

        tell(stored("g:team", 1, Content.getDefaultInstance(), List.of("alice")));

        assertThat(delivered(alice)).containsExactly(1L);
        assertThat(delivered(bob)).containsExactly(1L);
        assertThat(delivered(carol)).isEmpty();
        assertThat(rig.table.groups())
                .containsExactlyInAnyOrder(
                        new GroupRoute("default", "team", "here"), new GroupRoute("default", "other", "here"));
    }

    @Test
    void newcomersGetWhatFollows() {
        InMemoryConnection carol = login("carol", "phone");

        tell(
                stored("g:team", 1, system("group.members.added", "carol"), List.of("carol")),
                stored("g:team", 2, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(carol)).containsExactly(1L, 2L);
        assertThat(rig.table.groups()).containsExactly(new GroupRoute("default", "team", "here"));
    }

    @Test
    void theRemovedGetNothingMore() {
        rig.core.member("alice", "team").member("bob", "team");
        InMemoryConnection alice = login("alice", "phone");
        InMemoryConnection bob = login("bob", "phone");

        tell(
                stored("g:team", 1, system("group.members.removed", "bob"), List.of("bob")),
                stored("g:team", 2, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(alice)).containsExactly(1L, 2L);
        assertThat(delivered(bob)).as("of the removal itself").containsExactly(1L);
    }

    @Test
    void aGroupThatTheUserCameIntoWhileTheSessionOpenedReachesIt() {
        var held = rig.table.holds();
        InMemoryConnection alice = login("alice", "phone");
        rig.core.member("alice", "team");

        held.tryEmitEmpty();
        tell(stored("g:team", 2, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(alice)).containsExactly(2L);
        assertThat(rig.table.groups()).containsExactly(new GroupRoute("default", "team", "here"));
    }

    @Test
    void aGroupThatTheUserLeftWhileTheSessionOpenedDoesNot() {
        rig.core.member("alice", "team", "other");
        var held = rig.table.holds();
        InMemoryConnection alice = login("alice", "phone");
        rig.core.member("alice", "other");

        held.tryEmitEmpty();
        tell(
                stored("g:team", 2, Content.getDefaultInstance(), List.of()),
                stored("g:other", 7, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(alice)).containsExactly(7L);
    }

    @Test
    void aLostHintOfAMembershipIsMadeGoodByTheDigest() {
        rig.core.member("alice", "old");
        InMemoryConnection alice = login("alice", "phone");
        rig.core.member("alice", "new");

        rig.pass(Duration.ofSeconds(26));
        tell(
                stored("g:old", 2, Content.getDefaultInstance(), List.of()),
                stored("g:new", 7, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(alice)).containsExactly(7L);
    }

    @Test
    void aDigestThatIsOlderThanAnEventMovesNobodyBack() {
        rig.core.member("alice", "left");
        InMemoryConnection alice = login("alice", "phone");
        var held = rig.core.holds();
        rig.pass(Duration.ofSeconds(26));

        tell(
                stored("g:left", 1, system("group.members.removed", "alice"), List.of("alice")),
                stored("g:joined", 1, system("group.members.added", "alice"), List.of("alice")));
        held.tryEmitEmpty();
        tell(
                stored("g:left", 2, Content.getDefaultInstance(), List.of()),
                stored("g:joined", 3, Content.getDefaultInstance(), List.of()));

        assertThat(rig.core.headsAsked()).isEqualTo(2);
        assertThat(delivered(alice)).as("of both changes, and of the new group").containsExactly(1L, 1L, 3L);
    }

    @Test
    void aDigestThatFailsMovesNobody() {
        rig.core.member("alice", "team");
        InMemoryConnection alice = login("alice", "phone");
        rig.core.failsOnce(ErrorCode.STORE_UNAVAILABLE);
        rig.pass(Duration.ofSeconds(26));

        tell(stored("g:team", 2, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(alice)).containsExactly(2L);
    }

    @Test
    void aMessageThatOnlyLooksLikeOursMovesNobody() {
        InMemoryConnection mallory = login("mallory", "phone");
        Message forged = Message.newBuilder()
                .setConversation("g:team")
                .setSequence(1)
                .setSender("mallory")
                .setContent(system("group.members.added", "mallory"))
                .build();

        tell(event(event -> event.setStored(Stored.newBuilder()
                .setConversation("g:team")
                .setSequence(1)
                .setMessage(forged.toByteString())
                .addAlsoNotify("mallory"))));
        tell(stored("g:team", 2, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(mallory)).containsExactly(1L);
    }

    @Test
    void receiptsReachTheUsersTheyAreFor() {
        InMemoryConnection alice = login("alice", "phone");
        InMemoryConnection bob = login("bob", "phone");
        Receipt receipt = Receipt.newBuilder()
                .setConversation("d:alice:bob")
                .setUser("bob")
                .setKind(ReceiptKind.SEEN)
                .setUpTo(3)
                .build();

        tell(event(event -> event.setReceiptsMoved(
                ReceiptsMoved.newBuilder().addUsers("alice").addReceipts(receipt))));

        assertThat(bodies(alice, Receipt.class)).containsExactly(receipt);
        assertThat(bodies(bob, Receipt.class)).isEmpty();
    }

    @Test
    void onlyTheLatestReceiptWaits() {
        InMemoryConnection alice = login("alice", "phone");
        alice.stopReading();
        for (int i = 1; i <= 40; i++) {
            tell(stored("d:alice:bob", i, text(20_000), List.of()));
        }

        for (int i = 1; i <= 1_000; i++) {
            long upTo = i;
            tell(event(event -> event.setReceiptsMoved(ReceiptsMoved.newBuilder()
                    .addUsers("alice")
                    .addReceipts(Receipt.newBuilder()
                            .setConversation("d:alice:bob")
                            .setUser("bob")
                            .setKind(ReceiptKind.DELIVERED)
                            .setUpTo(upTo)))));
        }
        alice.readAgain();

        assertThat(bodies(alice, Receipt.class))
                .hasSizeLessThan(3)
                .last()
                .extracting(Receipt::getUpTo)
                .isEqualTo(1_000L);
    }

    private static Content text(int bytes) {
        return Content.newBuilder()
                .setText(im.hongyan.wire.frame.Text.newBuilder().setText("x".repeat(bytes)))
                .build();
    }

    @Test
    void typingReachesTheUsersItIsFor() {
        InMemoryConnection alice = login("alice", "phone");
        Typing typing = Typing.newBuilder()
                .setConversation("d:alice:bob")
                .setUser("bob")
                .setActive(true)
                .build();

        tell(event(event -> event.setTyped(Typed.newBuilder().addUsers("alice").setTyping(typing))));

        assertThat(bodies(alice, Typing.class)).containsExactly(typing);
    }

    @Test
    void aChangedListIsToldToAllDevicesOfItsUserAndNobodyElse() {
        InMemoryConnection phone = login("alice", "phone");
        InMemoryConnection laptop = login("alice", "laptop");
        InMemoryConnection bob = login("bob", "phone");
        InMemoryConnection otherTenant = rig.loginTo("elsewhere", "alice");

        tell(changed("friends", 7));

        Notice notice = Notice.newBuilder().setList("friends").setVersion(7).build();
        assertThat(List.of(phone, laptop))
                .allSatisfy(client -> assertThat(bodies(client, Notice.class)).containsExactly(notice));
        assertThat(bodies(bob, Notice.class)).isEmpty();
        assertThat(bodies(otherTenant, Notice.class)).isEmpty();
    }

    @Test
    void onlyTheHighestVersionOfAListWaits() {
        InMemoryConnection alice = login("alice", "phone");
        alice.stopReading();
        for (int i = 1; i <= 40; i++) {
            tell(stored("d:alice:bob", i, text(20_000), List.of()));
        }

        tell(changed("friends", 9), changed("profile", 3), changed("friends", 8));
        alice.readAgain();

        assertThat(bodies(alice, Notice.class))
                .extracting(Notice::getList, Notice::getVersion)
                .containsExactlyInAnyOrder(tuple("friends", 9L), tuple("profile", 3L));
    }

    private static NodeEvent changed(String list, long version) {
        return event(event -> event.setListChanged(ListChanged.newBuilder()
                .setUser("alice")
                .setNotice(Notice.newBuilder().setList(list).setVersion(version))));
    }

    @Test
    void aSessionReplacedElsewhereGoes() {
        InMemoryConnection alice = login("alice", "phone");
        InMemoryConnection laptop = login("alice", "laptop");
        String session = rig.table.devices().stream()
                .filter(route -> route.device().equals("phone"))
                .map(DeviceRoute::session)
                .findFirst()
                .orElseThrow();

        tell(event(event -> event.setSessionReplaced(
                SessionReplaced.newBuilder().setUser("alice").setDevice("phone").setSession("another"))));
        assertThat(alice.isOpen()).isTrue();
        tell(event(event -> event.setSessionReplaced(
                SessionReplaced.newBuilder().setUser("alice").setDevice("phone").setSession(session))));

        assertThat(bodies(alice, Goodbye.class).getFirst().getCode()).isEqualTo("REPLACED");
        assertThat(laptop.isOpen()).isTrue();
    }

    @Test
    void aDeviceThatIsKnownElsewhereIsEndedThere() {
        rig.table
                .register(new DeviceRoute("default", "alice", "phone", "there", "s-1"))
                .block();

        login("alice", "phone");

        assertThat(rig.events.published()).hasSize(1);
        assertThat(rig.events.published().getFirst().getSessionReplaced().getSession())
                .isEqualTo("s-1");
    }

    @Test
    void revokedSessionsGo() {
        InMemoryConnection phone = login("alice", "phone");
        InMemoryConnection laptop = login("alice", "laptop");
        InMemoryConnection bob = login("bob", "phone");

        tell(event(event -> event.setSessionsRevoked(SessionsRevoked.newBuilder()
                .setUser("alice")
                .setDevice("laptop")
                .setCode("TOKEN_EXPIRED"))));
        assertThat(laptop.closing()).isEqualTo(new Closing(4401, "TOKEN_EXPIRED"));
        assertThat(phone.isOpen()).isTrue();
        tell(event(
                event -> event.setSessionsRevoked(SessionsRevoked.newBuilder().setUser("alice"))));

        assertThat(phone.closing()).isEqualTo(new Closing(4401, "AUTH_FAILED"));
        assertThat(bob.isOpen()).isTrue();
    }

    @Test
    void onlySessionsOfARevokedLoginGo() {
        InMemoryConnection phone = login("alice!one", "phone");
        InMemoryConnection laptop = login("alice!two", "laptop");
        InMemoryConnection tablet = login("alice", "tablet");
        InMemoryConnection bob = login("bob!one", "phone");

        tell(event(event -> event.setSessionsRevoked(SessionsRevoked.newBuilder()
                .setUser("alice")
                .setCode("SESSION_REVOKED")
                .addSids("one")
                .addSids("gone"))));

        assertThat(bodies(phone, Goodbye.class).getFirst().getCode()).isEqualTo("SESSION_REVOKED");
        assertThat(bodies(phone, Goodbye.class).getFirst().getReconnect()).isFalse();
        assertThat(phone.closing()).isEqualTo(new Closing(4401, "SESSION_REVOKED"));
        assertThat(laptop.isOpen()).isTrue();
        assertThat(tablet.isOpen()).isTrue();
        assertThat(bob.isOpen()).isTrue();
    }

    @Test
    void aSessionWhoseLoginEndedUnheardGoesWithTheNextHeads() {
        InMemoryConnection phone = login("alice!one", "phone");
        InMemoryConnection laptop = login("alice!two", "laptop");
        rig.core.endLogin("one");
        assertThat(phone.isOpen()).isTrue();

        rig.pass(Duration.ofSeconds(60));

        assertThat(bodies(phone, Goodbye.class).getFirst().getCode()).isEqualTo("SESSION_REVOKED");
        assertThat(laptop.isOpen()).isTrue();
    }

    @Test
    void whatDoesNotParseIsCountedAndTheRestGoesOn() {
        InMemoryConnection alice = login("alice", "phone");

        rig.events.tellBytes("here", com.google.protobuf.ByteString.copyFromUtf8("\377\377nonsense"));
        tell(stored("d:alice:bob", 1, Content.getDefaultInstance(), List.of()));

        assertThat(delivered(alice)).containsExactly(1L);
        assertThat(rig.meters
                        .get("hongyan.gateway.delivery.unreadable")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
