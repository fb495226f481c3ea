package im.hongyan.core;

import static im.hongyan.core.rig.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.proto.HistoryQuery;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.route.RouteTable;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a user sets for a conversation: over REST, for all of their devices and for nobody else. */
class ConversationSettingTest extends ConversationRig {
    @Autowired
    EventSource events;

    @Autowired
    RouteTable routes;

    private String direct;

    @BeforeEach
    void talk() {
        direct = Ids.direct(ann, ben);
        say(ben, ann, text("one"));
    }

    @Test
    void pinnedConversationsStandFirstAndTheOneThatWasPinnedLastBeforeTheOthers() {
        say("cid-" + group, ann, text("two"));
        say("dan-" + group, ann, text("three"));
        String cid = Ids.direct(ann, "cid-" + group);
        String dan = Ids.direct(ann, "dan-" + group);
        assertThat(conversations(ann)).containsExactly(dan, cid, direct);

        assertThat(set(ann, direct, "{\"pinned\":true}").path("pinned").asBoolean())
                .isTrue();
        assertThat(conversations(ann)).containsExactly(direct, dan, cid);
        set(ann, cid, "{\"pinned\":true}");
        say("dan-" + group, ann, text("four"));
        assertThat(conversations(ann)).containsExactly(cid, direct, dan);
        set(ann, direct, "{\"pinned\":true}");
        assertThat(conversations(ann)).as("pinned already").containsExactly(cid, direct, dan);
        assertThat(rest.get(
                                ann,
                                LIST + "?limit=1&after="
                                        + page(ann, "?limit=2").path("next").asText())
                        .json()
                        .path("items")
                        .get(0)
                        .path("conversation")
                        .asText())
                .isEqualTo(dan);
        set(ann, cid, "{\"pinned\":false}");
        assertThat(conversations(ann)).containsExactly(direct, dan, cid);
        assertThat(conversations(ben)).containsExactly(direct);
    }

    @Test
    void onlyWhatIsNamedChangesAndOnlyForWhoSetIt() {
        set(ann, direct, "{\"muted\":true,\"draft\":\"dear Ben,\\n鸿雁 🪿\"}");
        JsonNode after = set(ann, direct, "{\"markedUnread\":true}");
        assertThat(after.path("muted").asBoolean()).isTrue();
        assertThat(after.path("draft").asText()).isEqualTo("dear Ben,\n鸿雁 🪿");
        assertThat(after.path("markedUnread").asBoolean()).isTrue();
        JsonNode shown = only(page(ann));
        assertThat(shown.path("draft").asText()).isEqualTo("dear Ben,\n鸿雁 🪿");
        assertThat(shown.path("muted").asBoolean()).isTrue();
        assertThat(shown.path("markedUnread").asBoolean()).isTrue();
        JsonNode others = only(page(ben));
        assertThat(others.path("draft").asText()).isEmpty();
        assertThat(others.path("muted").asBoolean()).isFalse();
        assertThat(set(ann, direct, "{\"draft\":\"\"}").path("draft").asText()).isEmpty();
    }

    @Test
    void aMutedConversationStillTellsOfMentions() {
        rest.post(ann, GROUPS, "{\"id\":\"" + group + "\",\"name\":\"Team\",\"members\":" + list(ben) + "}");
        set(ben, "g:" + group, "{\"muted\":true}");
        sendToGroup(ann, text("for all", Mention.getDefaultInstance()));
        JsonNode shown = page(ben).path("items").get(0);
        assertThat(shown.path("muted").asBoolean()).isTrue();
        assertThat(shown.path("mentioned").asLong()).isPositive();
    }

    @Test
    void whatChangedSinceAVersionIsToldInItsOrder() {
        say("cid-" + group, ann, text("two"));
        String cid = Ids.direct(ann, "cid-" + group);
        assertThat(page(ann).path("version").asLong()).isZero();
        set(ann, direct, "{\"pinned\":true}");
        set(ann, cid, "{\"muted\":true}");
        long seen = page(ann).path("version").asLong();
        assertThat(changes(ann, seen).path("items")).isEmpty();
        set(ann, direct, "{\"draft\":\"x\"}");
        set(ann, direct, "{\"draft\":\"x\"}");

        JsonNode since = changes(ann, seen);
        assertThat(since.path("items")).hasSize(1);
        assertThat(since.path("items").get(0).path("conversation").asText()).isEqualTo(direct);
        assertThat(since.path("version").asLong())
                .as("the same again is no change")
                .isEqualTo(seen + 1);
        JsonNode first = rest.get(ann, LIST + "?since=0&limit=1").json();
        assertThat(first.path("items").get(0).path("conversation").asText()).isEqualTo(cid);
        assertThat(first.path("more").asBoolean()).isTrue();
        JsonNode rest = this.rest
                .get(ann, LIST + "?since=" + first.path("version").asLong())
                .json();
        assertThat(rest.path("items").get(0).path("draft").asText()).isEqualTo("x");
        assertThat(rest.path("more").asBoolean()).isFalse();
    }

    @Test
    void theUsersDevicesAreTold() {
        String tenant = "default";
        try (NodeRig node = new NodeRig(events, routes, tenant, ann)) {
            long version = set(ann, direct, "{\"pinned\":true}").path("version").asLong();
            Notice notice = Notice.newBuilder()
                    .setList("conversations")
                    .setVersion(version)
                    .build();
            until(() -> node.told().stream()
                    .filter(NodeEvent::hasListChanged)
                    .anyMatch(event -> event.getListChanged().getUser().equals(ann)
                            && event.getListChanged().getNotice().equals(notice)));
        }
    }

    @Test
    void readingTakesTheMarkAwayAndOnlyWhatWasMarkedBefore() {
        read(ann, direct, 1);
        long version =
                set(ann, direct, "{\"markedUnread\":true}").path("version").asLong();
        read(ann, direct, 1);
        until(() -> !only(page(ann)).path("markedUnread").asBoolean());
        assertThat(changes(ann, version)
                        .path("items")
                        .get(0)
                        .path("markedUnread")
                        .asBoolean())
                .isFalse();
        set(ann, direct, "{\"markedUnread\":true}");
        read(ben, direct, 1);
        assertThat(only(page(ann)).path("markedUnread").asBoolean())
                .as("somebody else's READ")
                .isTrue();
    }

    @Test
    void whatIsDeletedIsShownToThisUserNoMoreAndComesBackWithTheNextMessage() {
        say(ben, ann, text("two"));
        set(ann, direct, "{\"pinned\":true,\"draft\":\"x\",\"muted\":true,\"markedUnread\":true}");
        assertThat(rest.delete(ann, LIST + "/" + direct).status()).isEqualTo(204);

        assertThat(page(ann).path("items")).isEmpty();
        assertThat(sync(ann, 0)).isEmpty();
        assertThat(history(ann)).isEmpty();
        assertThat(sync(ben, 0)).containsExactly(1L, 2L);
        assertThat(only(page(ben)).path("head").asLong()).isEqualTo(2);
        JsonNode told = changes(ann, 0).path("items").get(0);
        assertThat(told.path("clearedTo").asLong()).isEqualTo(2);
        assertThat(told.path("pinned").asBoolean()).isFalse();
        assertThat(told.path("markedUnread").asBoolean()).isFalse();
        assertThat(told.path("draft").asText()).isEmpty();
        assertThat(told.path("muted").asBoolean()).as("for what comes").isTrue();
        long version = changes(ann, 0).path("version").asLong();
        assertThat(rest.delete(ann, LIST + "/" + direct).status()).isEqualTo(204);
        assertThat(changes(ann, version).path("items")).as("deleted already").isEmpty();

        say(ben, ann, text("three"));
        assertThat(only(page(ann)).path("unread").asInt()).isEqualTo(1);
        assertThat(sync(ann, 0)).containsExactly(3L);
        assertThat(sync(ann, 1)).containsExactly(3L);
        assertThat(history(ann)).containsExactly(3L);
    }

    @Test
    void aGroupIsDeletedForOneMemberAlone() {
        rest.post(ann, GROUPS, "{\"id\":\"" + group + "\",\"name\":\"Team\",\"members\":" + list(ben) + "}");
        sendToGroup(ann, text("hello"));
        assertThat(rest.delete(ben, LIST + "/g:" + group).status()).isEqualTo(204);
        assertThat(conversations(ben)).containsExactly(direct);
        assertThat(conversations(ann)).contains("g:" + group);
        sendToGroup(ann, text("again"));
        JsonNode shown = page(ben).path("items").get(0);
        assertThat(shown.path("group").asText()).isEqualTo(group);
        assertThat(shown.path("unread").asInt()).isEqualTo(1);
    }

    // B47, B69
    @Test
    void whoIsNotInItFindsNothing() {
        String other = Ids.direct(ben, "cid-" + group);
        say(ben, "cid-" + group, text("secret"));
        for (String foreign : List.of(other, "g:unknown", Ids.direct(ann, "nobody-" + group), "x", "d:b:a")) {
            Answer patched = patch(ann, foreign, "{\"muted\":true}");
            assertThat(patched.status()).as(foreign).isEqualTo(404);
            assertThat(patched.code()).isEqualTo("NOT_FOUND");
            assertThat(rest.delete(ann, LIST + "/" + foreign).status()).isEqualTo(404);
        }
        assertThat(changes(ann, 0).path("items")).isEmpty();
        Answer elsewhere =
                elsewhere(ann, rest.request(null, LIST + "/" + direct).DELETE());
        assertThat(elsewhere.status()).isEqualTo(404);
        assertThat(elsewhere(ann, rest.request(null, LIST + "?since=0").GET())
                        .json()
                        .path("items"))
                .isEmpty();
        assertThat(only(page(ann)).path("unread").asInt()).isEqualTo(1);
    }

    // B61, B68
    @Test
    void refusesWhatItDoesNotKnowAndChangesNothing() {
        for (String json : List.of(
                "{\"muted\":true,\"role\":\"owner\"}",
                "{\"muted\":\"often\"}",
                "{\"clearedTo\":1}",
                "{\"draft\":\"a\\u0000b\"}",
                "{\"draft\":\"\\ud800\"}")) {
            Answer answer = patch(ann, direct, json);
            assertThat(answer.status()).as(json).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_FIELD");
        }
        for (String since : List.of("-1", "x", "9223372036854775808", "1000000")) {
            assertThat(rest.get(ann, LIST + "?since=" + since).code()).as(since).isEqualTo("INVALID_FIELD");
        }
        assertThat(changes(ann, 0).path("version").asLong()).isZero();
    }

    // B49
    @Test
    void aDraftHasABound() {
        String most = "🪿".repeat(4_000);
        assertThat(set(ann, direct, "{\"draft\":\"" + most + "\"}")
                        .path("draft")
                        .asText())
                .isEqualTo(most);
        Answer more = patch(ann, direct, "{\"draft\":\"" + most + "x\"}");
        assertThat(more.code()).isEqualTo("INVALID_FIELD");
        assertThat(more.json().path("detail").asText()).contains("4000");
        assertThat(only(page(ann)).path("draft").asText()).isEqualTo(most);
    }

    @Test
    void pinsHaveABound() {
        List<String> peers =
                IntStream.range(0, 4).mapToObj(i -> "p" + i + "-" + group).toList();
        peers.forEach(peer -> say(peer, ann, text("hello")));
        peers.subList(0, 3).forEach(peer -> set(ann, Ids.direct(ann, peer), "{\"pinned\":true}"));
        Answer more = patch(ann, Ids.direct(ann, peers.get(3)), "{\"pinned\":true}");
        assertThat(more.status()).isEqualTo(422);
        assertThat(more.code()).isEqualTo("LIMIT_EXCEEDED");
        set(ann, Ids.direct(ann, peers.get(0)), "{\"pinned\":false}");
        set(ann, Ids.direct(ann, peers.get(3)), "{\"pinned\":true}");
    }

    private Answer patch(String user, String conversation, String json) {
        return rest.write("PATCH", user, LIST + "/" + conversation, json);
    }

    private JsonNode set(String user, String conversation, String json) {
        Answer answer = patch(user, conversation, json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode changes(String user, long since) {
        return rest.get(user, LIST + "?since=" + since).json();
    }

    private List<Long> sync(String user, long after) {
        SyncQuery query = SyncQuery.newBuilder()
                .setPrincipal(principal(user))
                .setSync(Sync.newBuilder()
                        .addCursors(Cursor.newBuilder().setConversation(direct).setAfter(after)))
                .build();
        List<SyncPart> parts = Objects.requireNonNull(core.stream(Calls.SYNC, query)
                .map(result -> result.getPart())
                .collectList()
                .block(Duration.ofSeconds(30)));
        assertThat(parts.getFirst().getAfter()).isEqualTo(after);
        assertThat(parts.getLast().getThrough()).isEqualTo(parts.getLast().getHead());
        return parts.stream()
                .flatMap(part -> part.getMessagesList().stream())
                .map(Message::getSequence)
                .toList();
    }

    private List<Long> history(String user) {
        HistoryQuery query = HistoryQuery.newBuilder()
                .setPrincipal(principal(user))
                .setHistory(History.newBuilder().setConversation(direct))
                .build();
        List<HistoryPart> parts = Objects.requireNonNull(core.stream(Calls.HISTORY, query)
                .map(result -> result.getPart())
                .collectList()
                .block(Duration.ofSeconds(30)));
        assertThat(parts.getLast().getMore()).isFalse();
        return parts.stream()
                .flatMap(part -> part.getMessagesList().stream())
                .map(Message::getSequence)
                .toList();
    }
}
