package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.Done;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.MarkedReceipts;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.link.proto.TypingSignal;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Typing;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What blocks, and a tenant of friends only, do at the doors for messages and what goes with them. */
class FriendSendTest extends FriendRig {

    // B48
    @Test
    void aBlockStopsMessagesBothWays() {
        assertThat(code(send(ann, ben))).isEmpty();
        assertThat(block(ben, ann).json().has("blockedSince")).isTrue();
        Problem refused = send(principal(ann), ben, "c1", false).getProblem();
        assertThat(refused.getCode()).isEqualTo("BLACKLISTED");
        assertThat(refused.getRetryable()).isFalse();
        assertThat(refused.getClientMessageId()).isEqualTo("c1");
        assertThat(code(send(ben, ann))).isEqualTo("NO_PERMISSION");
        assertThat(send(ben, ann).getProblem().getMessage()).contains("unblock");
        assertThat(code(send(ann, "cid-" + group))).as("to others").isEmpty();
        assertThat(code(send(ann, ann))).as("to oneself").isEmpty();
        block(ann, ben);
        assertThat(code(send(ann, ben))).as("one's own block is told first").isEqualTo("NO_PERMISSION");
        unblock(ann, ben);
        assertThat(unblock(ben, ann).status()).isEqualTo(204);
        assertThat(code(send(ann, ben))).isEmpty();
        assertThat(code(send(ben, ann))).isEmpty();
    }

    @Test
    void friendsAreBlockedLikeStrangersAndGroupsGoOn() {
        befriend(ann, ben);
        create(ann, ben);
        block(ben, ann);
        assertThat(code(send(ann, ben))).isEqualTo("BLACKLISTED");
        assertThat(core.call(Calls.SEND, toGroup()).block(Duration.ofSeconds(10)))
                .extracting(results -> code(results.getResults(0)))
                .isEqualTo("");
    }

    private SendBatch toGroup() {
        return SendBatch.newBuilder()
                .setPrincipal(principal(ann))
                .addSends(hello("c1").setConversation("g:" + group))
                .build();
    }

    @Test
    void whatWasAcceptedBeforeABlockStaysAccepted() {
        long sequence = send(principal(ann), ben, "c1", false).getAccepted().getSequence();
        block(ben, ann);
        Accepted again = send(principal(ann), ben, "c1", true).getAccepted();
        assertThat(again.getSequence()).isEqualTo(sequence);
        assertThat(again.getDuplicate()).isTrue();
        assertThat(code(send(principal(ann), ben, "c2", true))).isEqualTo("BLACKLISTED");
    }

    @Test
    void nothingIsMadeForWhoMayNotSend() {
        block(ben, ann);
        send(ann, ben);
        assertThat(heads(ben)).isEmpty();
        assertThat(heads(ann)).isEmpty();
    }

    @Test
    void aTenantMayLetOnlyFriendsWriteToEachOther() {
        makeTenant(",\"friendsOnly\":true");
        assertThat(code(sendElsewhere(ann, ben))).isEqualTo("NO_PERMISSION");
        assertThat(sendElsewhere(ann, ben).getProblem().getMessage()).contains("friends");
        assertThat(code(sendElsewhere(ann, ann))).isEmpty();
        assertThat(code(send(ann, ben))).as("in the other tenant").isEmpty();
        elsewhere(ann, put(REQUESTS + "/" + ben, "{}"));
        assertThat(code(sendElsewhere(ann, ben))).isEqualTo("NO_PERMISSION");
        elsewhere(ben, put(FRIENDS + "/" + ann, "{}"));
        assertThat(code(sendElsewhere(ann, ben))).isEmpty();
        assertThat(code(sendElsewhere(ben, ann))).isEmpty();
        elsewhere(ben, rest.request(null, FRIENDS + "/" + ann).DELETE());
        assertThat(code(sendElsewhere(ann, ben))).isEqualTo("NO_PERMISSION");
        JsonNode open =
                operator("PATCH", "/" + tenant, "{\"friendsOnly\":false}").json();
        assertThat(open.path("friendsOnly").asBoolean(true)).isFalse();
        assertThat(code(sendElsewhere(ann, ben))).isEmpty();
    }

    private SendResult sendElsewhere(String user, String peer) {
        return send(principal(user).toBuilder().setTenant(tenant).build(), peer, Ids.newClientMessageId(), false);
    }

    @Test
    void neitherSeesWhatTheOtherDoes() {
        send(ann, ben);
        try (NodeRig node = new NodeRig(events, routes, "default", ann, ben)) {
            type(ann, ben);
            Waiting.until(() -> heard(node, NodeEvent.EventCase.TYPED) == 1);
            block(ben, ann);
            type(ann, ben);
            type(ben, ann);
            mark(ben, ReceiptKind.DELIVERED);
            mark(ben, ReceiptKind.SEEN);
            Waiting.until(() -> heard(node, NodeEvent.EventCase.RECEIPTS_MOVED) == 1);
            NodeEvent own = node.told().stream()
                    .filter(NodeEvent::hasReceiptsMoved)
                    .findFirst()
                    .orElseThrow();
            assertThat(own.getReceiptsMoved().getUsersList())
                    .as("read, to the reader's own devices")
                    .containsExactly(ben);
            assertThat(heard(node, NodeEvent.EventCase.TYPED)).isEqualTo(1);
        }
        unblock(ben, ann);
        Waiting.until(() -> heads(ann).getFirst().getPeerRead() == 1
                && heads(ann).getFirst().getPeerReceived() == 1);
        block(ann, ben);
        assertThat(heads(ann)).hasSize(1).allMatch(head -> head.getPeerRead() == 0 && head.getPeerReceived() == 0);
        assertThat(heads(ben)).hasSize(1).allMatch(head -> head.getRead() == 1);
    }

    private static long heard(NodeRig node, NodeEvent.EventCase kind) {
        return node.told().stream()
                .filter(event -> event.getEventCase() == kind)
                .count();
    }

    private void type(String user, String peer) {
        TypingSignal signal = TypingSignal.newBuilder()
                .setPrincipal(principal(user))
                .setTyping(Typing.newBuilder().setPeer(peer).setActive(true))
                .build();
        assertThat(core.call(Calls.TYPING, signal).block(Duration.ofSeconds(10)))
                .isEqualTo(Done.getDefaultInstance());
    }

    private void mark(String user, ReceiptKind kind) {
        MarkReceipts marks = MarkReceipts.newBuilder()
                .setPrincipal(principal(user))
                .addMarks(Mark.newBuilder()
                        .setConversation(Ids.direct(ann, ben))
                        .setKind(kind)
                        .setUpTo(1))
                .build();
        MarkedReceipts marked = core.call(Calls.MARK_RECEIPTS, marks).block(Duration.ofSeconds(10));
        assertThat(Objects.requireNonNull(marked).getProblemsList()).containsExactly(Problem.getDefaultInstance());
    }

    private List<Head> heads(String user) {
        Principal principal = principal(user);
        return Objects.requireNonNull(core.stream(
                        Calls.HEADS,
                        HeadsQuery.newBuilder().setPrincipal(principal).build())
                .flatMapIterable((HeadsResult result) -> result.getHeads().getHeadsList())
                .collectList()
                .block(Duration.ofSeconds(10)));
    }
}
