package im.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.fake.FakeServer;
import im.hongyan.client.group.Group;
import im.hongyan.client.group.Member;
import im.hongyan.client.history.HistoryPage;
import im.hongyan.client.history.HistoryRange;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The façade for threads that may wait, and with it history and groups. */
class BlockingClientTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeServer server = FakeServer.start();
    private final BlockingClient alice = Clients.of(server, "alice").build().blocking();

    @AfterEach
    void close() {
        alice.close();
        server.close();
    }

    @Test
    void sendsAndReadsThePastPageByPage() {
        alice.connect(SOON);
        for (int i = 1; i <= 25; i++) {
            alice.send(OutgoingMessage.text(Target.peer("bob"), "m" + i), SOON);
        }
        HistoryPage newest = alice.history(Target.peer("bob"), HistoryRange.newest(10), SOON);
        assertThat(newest.messages())
                .extracting(Message::getSequence)
                .containsExactly(16L, 17L, 18L, 19L, 20L, 21L, 22L, 23L, 24L, 25L);
        assertThat(newest.more()).isTrue();
        HistoryPage before = alice.history(Target.conversation("d:alice:bob"), HistoryRange.before(4, 10), SOON);
        assertThat(before.messages()).extracting(Message::getSequence).containsExactly(1L, 2L, 3L);
        assertThat(before.more()).isFalse();
        HistoryPage oldest = alice.history(Target.peer("bob"), HistoryRange.after(20, 3), SOON);
        assertThat(oldest.messages()).extracting(Message::getSequence).containsExactly(21L, 22L, 23L);
    }

    @Test
    void asksAQueryAgainOverTheNextConnectionAndWhenItMayBeTriedAgain() {
        AtomicInteger asked = new AtomicInteger();
        server.log().store("d:alice:bob", "bob", "hello");
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.HISTORY) {
                switch (asked.incrementAndGet()) {
                    case 1 -> connection.cut();
                    case 2 -> connection.refuse(frame.requestId(), ErrorCode.STORE_UNAVAILABLE, 20);
                    default -> {
                        return false;
                    }
                }
                return true;
            }
            return false;
        });
        alice.connect(SOON);
        assertThat(alice.history(Target.peer("bob"), HistoryRange.newest(1), SOON)
                        .messages())
                .hasSize(1);
        assertThat(asked.get()).isEqualTo(3);
    }

    @Test
    void tellsARefusedQuery() {
        alice.connect(SOON);
        assertThatThrownBy(() -> alice.history(Target.group("strangers"), HistoryRange.newest(1), SOON))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_MEMBER));
    }

    @Test
    void makesFillsAndListsGroups() {
        Group made = alice.createGroup("team", "The Team", List.of("bob"), SOON);
        assertThat(made).isEqualTo(new Group("team", "The Team", "", "alice", 2L, null));
        assertThat(made.conversation()).isEqualTo("g:team");
        assertThat(alice.addMembers("team", List.of("bob", "carol"), SOON)).containsExactly("carol");
        assertThat(alice.createGroup(null, "another", List.of(), SOON).id()).isEqualTo("made-by-server");
    }

    @Test
    void changesAGroupAndHandsItOver() {
        alice.createGroup("team", "The Team", List.of("bob"), SOON);
        assertThat(alice.describeGroup("team", "Geese", null, SOON))
                .isEqualTo(new Group("team", "Geese", "", "alice", 2L, null));
        assertThat(alice.describeGroup("team", null, "south, on Friday", SOON))
                .isEqualTo(new Group("team", "Geese", "south, on Friday", "alice", 2L, null));
        assertThat(alice.transferGroup("team", "bob", SOON).owner()).isEqualTo("bob");
        alice.removeMember("team", "alice", SOON);
        assertThat(alice.group("team", SOON))
                .isEqualTo(new Group("team", "Geese", "south, on Friday", "bob", 1L, null));
        assertThat(alice.groups(SOON)).isEmpty();
    }

    @Test
    void anIdIsOnePartOfThePathWhateverItHolds() {
        alice.createGroup("team", "The Team", List.of("bob"), SOON);
        for (String odd : List.of("bob?x", "bob#x", "bob/../bob", "bob%20x")) {
            assertThatThrownBy(() -> alice.removeMember("team", odd, SOON)).isInstanceOf(RefusedException.class);
        }
        assertThat(alice.members("team", SOON)).extracting(Member::user).containsExactly("alice", "bob");
    }

    @Test
    void appointsAdminsAndDismissesThem() {
        alice.createGroup("team", "The Team", List.of("bob", "carol"), SOON);
        alice.appointAdmin("team", "bob", SOON);
        assertThat(alice.members("team", SOON))
                .containsExactly(
                        new Member("alice", Member.Role.OWNER, null),
                        new Member("bob", Member.Role.ADMIN, null),
                        new Member("carol", Member.Role.MEMBER, null));
        alice.dismissAdmin("team", "bob", SOON);
        assertThat(alice.members("team", SOON)).contains(new Member("bob", Member.Role.MEMBER, null));
    }

    @Test
    void mutesAMemberOrEverybodyAndLiftsIt() {
        Instant later = Instant.parse("2036-01-02T03:04:05.006Z");
        alice.createGroup("team", "The Team", List.of("bob"), SOON);
        alice.muteMember("team", "bob", later, SOON);
        assertThat(alice.members("team", SOON)).contains(new Member("bob", Member.Role.MEMBER, later));
        alice.unmuteMember("team", "bob", SOON);
        assertThat(alice.members("team", SOON)).contains(new Member("bob", Member.Role.MEMBER, null));
        alice.muteGroup("team", later, SOON);
        assertThat(alice.group("team", SOON).mutedUntil()).isEqualTo(later);
        alice.unmuteGroup("team", SOON);
        assertThat(alice.group("team", SOON).mutedUntil()).isNull();
    }

    @Test
    void dissolvesAGroup() {
        alice.createGroup("team", "The Team", List.of("bob"), SOON);
        alice.dissolveGroup("team", SOON);
        assertThat(alice.groups(SOON)).isEmpty();
        assertThatThrownBy(() -> alice.group("team", SOON)).isInstanceOf(RefusedException.class);
    }

    @Test
    void listsGroupsWithoutCountingTheirMembers() {
        alice.createGroup("team", "The Team", List.of("bob"), SOON);
        assertThat(alice.groups(SOON)).containsExactly(new Group("team", "The Team", "", "alice", null, null));
    }

    @Test
    void asksForPageAfterPage() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> "team" + i).toList();
        ids.forEach(id -> alice.createGroup(id, id, List.of("d", "c", "b", "e"), SOON));
        assertThat(alice.groups(SOON)).extracting(Group::id).isEqualTo(ids);
        assertThat(alice.members("team3", SOON)).extracting(Member::user).containsExactly("alice", "b", "c", "d", "e");
    }

    @Test
    void tellsARefusalOverHttpByItsCode() {
        assertThatThrownBy(() -> alice.addMembers("nowhere", List.of("carol"), SOON))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(refused.problem().getMessage()).isEqualTo("there is no such group");
                });
    }

    @Test
    void anythingThatTakesTooLongIsUnanswered() {
        server.script((connection, frame) -> frame.type() == FrameType.SEND);
        alice.connect(SOON);
        assertThatThrownBy(() -> alice.send(OutgoingMessage.text(Target.peer("bob"), "hello"), Duration.ofMillis(50)))
                .isInstanceOf(UnansweredException.class)
                .hasMessage("no answer within 50 ms");
    }

    @Test
    void nobodyThereIsUnanswered() {
        server.close();
        assertThatThrownBy(() -> alice.connect(Duration.ofMillis(300))).isInstanceOf(UnansweredException.class);
        assertThatThrownBy(() -> alice.groups(SOON)).isInstanceOf(UnansweredException.class);
    }

    @Test
    void canBeClosedTwice() {
        alice.connect(SOON);
        alice.close();
        alice.close();
        assertThat(alice.reactive().state()).isInstanceOf(ClientState.Ended.class);
        assertThatThrownBy(() -> alice.send(OutgoingMessage.text(Target.peer("bob"), "late"), SOON))
                .isInstanceOf(UnansweredException.class);
    }
}
