package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Custom;
import im.hongyan.wire.frame.Mention;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of conversations over REST: what it shows, in which order, page by page. */
class ConversationListTest extends ConversationRig {
    @Test
    void showsWhatWasLastSaidAndWhatIsUnread() {
        rest.write("PATCH", ben, "/api/v1/users/me", "{\"name\":\"Ben 本\",\"avatar\":\"https://example.org/b.png\"}");
        say(ben, ann, text("one"));
        say(ben, ann, text("two"));

        JsonNode item = only(page(ann));
        assertThat(item.path("conversation").asText()).isEqualTo(Ids.direct(ann, ben));
        assertThat(item.path("peer").asText()).isEqualTo(ben);
        assertThat(item.path("name").asText()).isEqualTo("Ben 本");
        assertThat(item.path("avatar").asText()).isEqualTo("https://example.org/b.png");
        assertThat(item.path("head").asLong()).isEqualTo(2);
        assertThat(item.path("unread").asInt()).isEqualTo(2);
        assertThat(item.path("lastMessage").path("sender").asText()).isEqualTo(ben);
        assertThat(item.path("lastMessage")
                        .path("content")
                        .path("text")
                        .path("text")
                        .asText())
                .isEqualTo("two");
        assertThat(item.has("mentioned")).isFalse();
        assertThat(item.path("activeAt").asText()).isNotEmpty();
        assertThat(only(page(ben)).path("unread").asInt()).as("one's own").isZero();
    }

    @Test
    void readingIsSeenInTheListOfBoth() {
        say(ben, ann, text("one"));
        say(ben, ann, text("two"));
        read(ann, Ids.direct(ann, ben), 1);

        assertThat(only(page(ann)).path("unread").asInt()).isEqualTo(1);
        assertThat(only(page(ann)).path("read").asLong()).isEqualTo(1);
        assertThat(only(page(ben)).path("peerRead").asLong()).isEqualTo(1);
    }

    @Test
    void aGroupHasItsNameAndTellsWhoIsMentioned() {
        rest.post(ann, GROUPS, "{\"id\":\"" + group + "\",\"name\":\"Wild geese\",\"members\":" + list(ben) + "}");
        sendToGroup(ann, text("for ben", Mention.newBuilder().setUser(ben).build()));
        sendToGroup(ann, text("for all", Mention.getDefaultInstance()));

        JsonNode item = only(page(ben));
        assertThat(item.path("group").asText()).isEqualTo(group);
        assertThat(item.path("name").asText()).isEqualTo("Wild geese");
        assertThat(item.path("unread").asInt())
                .as("the system's message does not count")
                .isEqualTo(2);
        long first = item.path("mentioned").asLong();
        read(ben, "g:" + group, first);
        assertThat(only(page(ben)).path("mentioned").asLong()).isEqualTo(first + 1);
        assertThat(only(page(ann)).has("mentioned")).isFalse();
    }

    @Test
    void whoHasLeftHasItNoMore() {
        rest.post(ann, GROUPS, "{\"id\":\"" + group + "\",\"name\":\"Team\",\"members\":" + list(ben) + "}");
        assertThat(page(ben).path("items")).hasSize(1);
        rest.delete(ben, GROUPS + "/" + group + "/members/" + ben);
        assertThat(page(ben).path("items")).isEmpty();
    }

    @Test
    void aLongTextIsShownByItsBeginningAndLongDataNotAtAll() {
        say(ben, ann, text("鸿".repeat(256)));
        assertThat(only(page(ann)).has("lastMessageCut")).isFalse();
        say(
                ben,
                ann,
                text(
                        "鸿".repeat(257),
                        Mention.newBuilder().setUser(ann).setLength(1).build()));
        JsonNode item = only(page(ann));
        assertThat(item.path("lastMessage")
                        .path("content")
                        .path("text")
                        .path("text")
                        .asText())
                .isEqualTo("鸿".repeat(256));
        assertThat(item.path("lastMessageCut").asBoolean()).isTrue();
        assertThat(item.path("mentioned").asLong()).isEqualTo(2);
        Custom custom = Custom.newBuilder()
                .setType("order")
                .setFallback("an order")
                .setData(ByteString.copyFrom(new byte[1_025]))
                .build();
        say(ben, ann, Content.newBuilder().setCustom(custom).build());
        JsonNode shown = only(page(ann)).path("lastMessage").path("content").path("custom");
        assertThat(shown.path("fallback").asText()).isEqualTo("an order");
        assertThat(shown.has("data")).isFalse();
    }

    @Test
    void pagesHoldTheOrderWhileMessagesComeIn() {
        for (int i = 0; i < 23; i++) {
            say("p" + i + "-" + group, ann, text("hello"));
        }
        List<String> inOrder = names(page(ann), "peer");
        List<String> seen = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            JsonNode next = rest.get(ann, LIST + "?limit=5&after=" + after).json();
            seen.addAll(names(next, "peer"));
            after = next.path("next").asText();
            // Stands first from now on; a device learns of that by the message itself.
            say(inOrder.get(pages), ann, text("again"));
            pages++;
        } while (!after.isEmpty());

        assertThat(pages).isEqualTo(5);
        assertThat(inOrder).hasSize(23);
        assertThat(seen).containsExactlyElementsOf(inOrder);
        assertThat(names(page(ann), "peer").getFirst()).isEqualTo(inOrder.get(4));
    }

    // B69
    @Test
    void oneIsToldByItselfToWhoIsInIt() {
        say(ben, ann, text("one"));
        String direct = Ids.direct(ann, ben);
        assertThat(rest.get(ann, LIST + "/" + direct).json()).isEqualTo(only(page(ann)));
        rest.delete(ann, LIST + "/" + direct);
        JsonNode hidden = rest.get(ann, LIST + "/" + direct).json();
        assertThat(hidden.path("peer").asText()).isEqualTo(ben);
        assertThat(hidden.has("lastMessage")).isFalse();
        for (String foreign : List.of(Ids.direct(ben, "cid-" + group), "g:unknown", "x")) {
            assertThat(rest.get(ann, LIST + "/" + foreign).code()).as(foreign).isEqualTo("NOT_FOUND");
        }
        assertThat(elsewhere(ann, rest.request(null, LIST + "/" + direct).GET()).status())
                .isEqualTo(404);
    }

    // B61, B62
    @Test
    void limitsAndCursorsAreChecked() {
        say(ben, ann, text("one"));
        assertThat(rest.get(ann, LIST + "?limit=1000000").json().path("items")).hasSize(1);
        for (String unfit : List.of("limit=-1", "limit=x", "limit=99999999999", "after=x", "after=MS8yLzM0")) {
            Answer answer = rest.get(ann, LIST + "?" + unfit);
            assertThat(answer.status()).as(unfit).isEqualTo(unfit.endsWith("MS8yLzM0") ? 200 : 400);
        }
        assertThat(rest.send(rest.request(null, LIST)).status()).isEqualTo(401);
    }

    // B69
    @Test
    void anotherTenantsUserOfTheSameNameSeesNothingOfIt() {
        say(ben, ann, text("secret"));
        Answer elsewhere = elsewhere(ann, rest.request(null, LIST).GET());
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(elsewhere.json().path("items")).isEmpty();
    }

    @Test
    void howeverManyThereAreTheLogIsAskedTwice() {
        for (int i = 0; i < 60; i++) {
            say("q" + i + "-" + group, ann, text("hello"));
        }
        int before = log.calls();
        assertThat(page(ann).path("items")).hasSize(50);
        assertThat(log.calls() - before)
                .as("times of all, then what the page shows")
                .isEqualTo(2);
    }
}
