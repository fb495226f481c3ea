package im.hongyan.core;

import static im.hongyan.core.rig.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of lists of conversations do: talk, read, and look at the list. */
abstract class ConversationRig extends GroupRig {
    static final String LIST = "/api/v1/conversations";

    String ann;
    String ben;

    @BeforeEach
    void namePeople() {
        ann = "ann-" + group;
        ben = "ben-" + group;
    }

    JsonNode page(String user) {
        return page(user, "");
    }

    JsonNode page(String user, String query) {
        Answer answer = rest.get(user, LIST + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static JsonNode only(JsonNode page) {
        assertThat(page.path("items")).as(page.toString()).hasSize(1);
        return page.path("items").get(0);
    }

    List<String> conversations(String user) {
        return names(page(user), "conversation");
    }

    static List<String> names(JsonNode page, String field) {
        List<String> names = new ArrayList<>();
        page.path("items").forEach(item -> names.add(item.path(field).asText()));
        return names;
    }

    static Content text(String text, Mention... mentions) {
        return Content.newBuilder()
                .setText(Text.newBuilder().setText(text).addAllMentions(List.of(mentions)))
                .build();
    }

    /** Returns when it is stored. */
    void say(String sender, String peer, Content content) {
        send(sender, Send.newBuilder().setPeer(peer).setContent(content));
    }

    void sendToGroup(String sender, Content content) {
        send(sender, Send.newBuilder().setConversation("g:" + group).setContent(content));
    }

    private void send(String sender, Send.Builder send) {
        SendBatch batch = SendBatch.newBuilder()
                .setPrincipal(principal(sender))
                .addSends(send.setClientMessageId(Ids.newClientMessageId()))
                .build();
        var result = Objects.requireNonNull(core.call(Calls.SEND, batch).block(Duration.ofSeconds(30)))
                .getResults(0);
        assertThat(result.hasAccepted()).as(result.toString()).isTrue();
        until(() -> log.stored().stream()
                .anyMatch(event ->
                        event.getMessageId().equals(result.getAccepted().getMessageId())));
    }

    void read(String user, String conversation, long upTo) {
        MarkReceipts marks = MarkReceipts.newBuilder()
                .setPrincipal(principal(user))
                .addMarks(Mark.newBuilder()
                        .setConversation(conversation)
                        .setKind(ReceiptKind.SEEN)
                        .setUpTo(upTo))
                .build();
        var answer =
                Objects.requireNonNull(core.call(Calls.MARK_RECEIPTS, marks).block(Duration.ofSeconds(30)));
        assertThat(answer.getProblems(0).getCode()).isEmpty();
    }
}
