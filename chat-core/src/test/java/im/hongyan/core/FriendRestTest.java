package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.proto.ListChanged;
import im.hongyan.wire.frame.Notice;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Friends, requests and blocks over REST. */
class FriendRestTest extends FriendRig {

    @Test
    void aRequestIsSeenByBothAndApproved() {
        JsonNode asked = ask(ann, ben, "I am Ann").json();
        assertThat(asked.path("user").asText()).isEqualTo(ben);
        assertThat(asked.path("request").path("state").asText()).isEqualTo("sent");
        JsonNode seen = seen(ben, ann);
        assertThat(seen.path("request").path("state").asText()).isEqualTo("received");
        assertThat(seen.path("request").path("greeting").asText()).isEqualTo("I am Ann");
        assertThat(seen.path("request").path("expiresAt"))
                .isEqualTo(asked.path("request").path("expiresAt"));

        assertThat(approve(ben, ann).json().has("friend")).isTrue();

        assertThat(list(ann)).isEqualTo(Map.of(ben, "friend"));
        assertThat(list(ben)).isEqualTo(Map.of(ann, "friend"));
    }

    @Test
    void changesAreToldSinceAVersion() {
        ask(ann, ben);
        JsonNode first = changes(ann, 0);
        assertThat(first.path("whole").asBoolean()).isTrue();
        assertThat(first.path("version").asLong()).isEqualTo(1);
        approve(ben, ann);
        part(ben, ann);
        JsonNode second = changes(ann, 1);
        assertThat(second.path("whole").asBoolean()).isFalse();
        assertThat(second.path("version").asLong()).isEqualTo(3);
        assertThat(second.path("items")).hasSize(1);
        assertThat(state(second.path("items").get(0))).isEqualTo("removed");
        assertThat(changes(ann, 3).path("items")).isEmpty();
        assertThat(list(ann)).as("what is removed is not in the whole list").isEmpty();
    }

    @Test
    void bothAreToldOfAChange() {
        try (NodeRig node = new NodeRig(events, routes, "default", ann, ben)) {
            ask(ann, ben);
            Waiting.until(() -> node.told().size() == 2);
            assertThat(node.told())
                    .allMatch(event -> event.getTenant().equals("default"))
                    .extracting(event -> event.getListChanged())
                    .containsExactlyInAnyOrder(changed(ann, 1), changed(ben, 1));
        }
    }

    private static ListChanged changed(String user, long version) {
        return ListChanged.newBuilder()
                .setUser(user)
                .setNotice(Notice.newBuilder().setList("friends").setVersion(version))
                .build();
    }

    @Test
    void whoAsksWhoHasAskedSaysYes() {
        ask(ann, ben);
        assertThat(state(ask(ben, ann).json())).isEqualTo("friend");
        assertThat(list(ann)).isEqualTo(Map.of(ben, "friend"));
        assertThat(requests(ann)).isEmpty();
    }

    @Test
    void aRefusedRequestIsNotMadeAgainButTheOtherWayRound() {
        ask(ann, ben);
        assertThat(decline(ben, ann).status()).isEqualTo(204);
        assertThat(list(ben)).isEmpty();
        assertThat(list(ann)).isEqualTo(Map.of(ben, "refused"));
        assertThat(ask(ann, ben).code()).isEqualTo("NO_PERMISSION");
        assertThat(decline(ann, ben).status()).isEqualTo(204);
        assertThat(list(ann)).as("is not forgotten by the asker's doing").isEqualTo(Map.of(ben, "refused"));
        assertThat(state(ask(ben, ann).json())).isEqualTo("sent");
        assertThat(list(ann)).isEqualTo(Map.of(ben, "received"));
        approve(ann, ben);
        assertThat(list(ben)).isEqualTo(Map.of(ann, "friend"));
    }

    @Test
    void aRequestThatIsTakenBackIsGoneForBoth() {
        ask(ann, ben);
        assertThat(decline(ann, ben).status()).isEqualTo(204);
        assertThat(list(ann)).isEmpty();
        assertThat(list(ben)).isEmpty();
        assertThat(approve(ben, ann).code()).isEqualTo("NOT_FOUND");
        assertThat(state(ask(ann, ben).json())).isEqualTo("sent");
    }

    // B91
    @Test
    void whoIsBlockedLearnsNothingFromAsking() {
        block(ben, ann);
        JsonNode asked = ask(ann, ben).json();
        JsonNode unknown = ask(ann, "nobody-" + group).json();
        assertThat(state(asked)).isEqualTo(state(unknown)).isEqualTo("sent");
        assertThat(asked.fieldNames()).toIterable().containsExactlyElementsOf(unknown::fieldNames);
        assertThat(list(ben)).isEqualTo(Map.of(ann, "blocked"));
        assertThat(approve(ben, ann).code()).isEqualTo("NOT_FOUND");
        assertThat(ask(ben, ann).code()).isEqualTo("NO_PERMISSION");
        unblock(ben, ann);
        assertThat(list(ben)).isEmpty();
        assertThat(state(ask(ben, ann).json())).as("both have asked now").isEqualTo("friend");
    }

    @Test
    void aRequestThatArrivedNowhereArrivesWhenItIsMadeAgainAfterTheBlock() {
        block(ben, ann);
        JsonNode asked = ask(ann, ben).json();
        assertThat(ask(ann, ben).json()).isEqualTo(asked);
        assertThat(list(ben)).isEqualTo(Map.of(ann, "blocked"));
        unblock(ben, ann);
        assertThat(list(ben)).isEmpty();
        assertThat(ask(ann, ben).json()).isEqualTo(asked);
        assertThat(list(ben)).isEqualTo(Map.of(ann, "received"));
    }

    @Test
    void aBlockTakesOpenRequestsOutOfTheBlockersList() {
        String cid = "cid-" + group;
        ask(ann, ben);
        ask(ben, cid);
        assertThat(state(block(ben, ann).json())).isEqualTo("blocked");
        assertThat(state(block(ben, cid).json())).isEqualTo("blocked");
        assertThat(list(ann)).as("is told nothing").isEqualTo(Map.of(ben, "sent"));
        assertThat(list(cid)).isEmpty();
        assertThat(requests(ben)).isEmpty();
        assertThat(rest.get(ben, BLOCKS).json().path("items"))
                .extracting(item -> item.path("user").asText())
                .containsExactlyInAnyOrder(ann, cid);
    }

    @Test
    void doingAgainWhatIsSoChangesNothing() {
        ask(ann, ben);
        ask(ann, ben, "once more");
        approve(ben, ann);
        approve(ben, ann);
        ask(ben, ann);
        block(ann, ben);
        block(ann, ben);
        long version = changes(ann, 0).path("version").asLong();
        assertThat(version).as("asked, approved, blocked").isEqualTo(3);
        unblock(ann, ben);
        unblock(ann, ben);
        part(ann, ben);
        part(ann, ben);
        decline(ann, ben);
        assertThat(changes(ann, 0).path("version").asLong()).isEqualTo(version + 2);
        assertThat(changes(ben, 0).path("version").asLong()).isEqualTo(3);
    }

    @Test
    void remarksAndLabelsAreOnesOwn() {
        befriend(ann, ben);
        JsonNode described = describe(ann, ben, "{\"remark\":\"雁 😀\",\"labels\":[\"work\",\"网球\",\"work\"]}")
                .json();
        assertThat(described.path("friend").path("remark").asText()).isEqualTo("雁 😀");
        assertThat(described.path("friend").path("labels"))
                .extracting(JsonNode::asText)
                .containsExactly("work", "网球");
        assertThat(seen(ben, ann).path("friend").path("remark").asText()).isEmpty();
        assertThat(changes(ben, 0).path("version").asLong()).isEqualTo(2);
        assertThat(describe(ann, ben, "{\"remark\":\"\"}").json().path("friend").path("labels"))
                .hasSize(2);
        assertThat(seen(ann, ben)).isEqualTo(changes(ann, 0).path("items").get(0));
        block(ann, ben);
        assertThat(state(seen(ann, ben))).as("a block ends no friendship").isEqualTo("friend blocked");
        part(ben, ann);
        assertThat(state(seen(ann, ben))).isEqualTo("blocked");
        unblock(ann, ben);
        befriend(ben, ann);
        assertThat(seen(ann, ben).path("friend").path("labels"))
                .as("were of the old friendship")
                .isEmpty();
        assertThat(rest.write("PUT", ben, FRIENDS + "/" + ann, "{\"remark\":\"A\"}")
                        .json()
                        .path("friend")
                        .path("remark")
                        .asText())
                .isEqualTo("A");
    }

    // B68
    @Test
    void namesTheFieldThatIsUnfit() {
        befriend(ann, ben);
        assertThat(ask(ann, ann).json().path("field").asText()).isEqualTo("user");
        assertThat(block(ann, ann).code()).isEqualTo("INVALID_FIELD");
        for (String nobody : List.of("a:b", "%E4%BD%A0", "x".repeat(65))) {
            assertThat(ask(ann, nobody).json().path("field").asText())
                    .as(nobody)
                    .isEqualTo("user");
            assertThat(block(ann, nobody).code()).as(nobody).isEqualTo("INVALID_FIELD");
            assertThat(part(ann, nobody).code()).as(nobody).isEqualTo("INVALID_FIELD");
            assertThat(rest.get(ann, FRIENDS + "/" + nobody).code()).as(nobody).isEqualTo("INVALID_FIELD");
        }
        for (Map.Entry<String, String> bad : Map.of(
                        "{\"remark\":\"" + "x".repeat(129) + "\"}",
                        "remark",
                        "{\"remark\":\"a\\u0000b\"}",
                        "remark",
                        "{\"labels\":[\"" + "x".repeat(33) + "\"]}",
                        "labels[0]",
                        "{\"labels\":[\"a\",\"b\\nc\"]}",
                        "labels[1]",
                        "{\"labels\":[\"\"]}",
                        "labels[0]",
                        "{\"labels\":[null]}",
                        "labels",
                        "{\"labels\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}",
                        "labels",
                        "{\"labels\":\"work\"}",
                        "labels",
                        "{\"owner\":\"eve\"}",
                        "body")
                .entrySet()) {
            Answer refused = describe(ann, ben, bad.getKey());
            assertThat(refused.status()).as(bad.getKey()).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).as(bad.getKey()).isEqualTo(bad.getValue());
        }
        assertThat(ask(ann, "cid-" + group, "x".repeat(201))
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("greeting");
        assertThat(ask(ann, "cid-" + group, "x".repeat(200)).status()).isEqualTo(200);
        assertThat(describe(ann, "cid-" + group, "{\"remark\":\"C\"}").code()).isEqualTo("NOT_FOUND");
        assertThat(changes(ann, 0).path("version").asLong()).isEqualTo(3);
    }

    // B61, B62
    @Test
    void pagesAreBoundedAndGoOnWhereTheyEnded() {
        for (int i = 0; i < 5; i++) {
            block(ann, "peer-" + i + "-" + group);
        }
        JsonNode page = rest.get(ann, FRIENDS + "?limit=2").json();
        assertThat(page.path("items")).hasSize(2);
        int pages = 1;
        for (; page.has("next"); pages++) {
            page = rest.get(ann, FRIENDS + "?limit=2&after=" + page.path("next").asText())
                    .json();
            assertThat(page.path("whole").asBoolean()).isTrue();
        }
        assertThat(pages).isEqualTo(3);
        assertThat(page.path("version").asLong()).isEqualTo(5);
        assertThat(rest.get(ann, FRIENDS + "?limit=1000000").json().path("items"))
                .hasSize(5);
        JsonNode since = rest.get(ann, FRIENDS + "?since=2&limit=2").json();
        assertThat(since.path("whole").asBoolean()).isFalse();
        JsonNode rest2 = rest.get(
                        ann, FRIENDS + "?limit=2&after=" + since.path("next").asText())
                .json();
        assertThat(rest2.path("items")).hasSize(1);
        for (String bad : List.of(
                "since=-1",
                "since=x",
                "since=9223372036854775808",
                "limit=-1",
                "after=x",
                "after=1",
                "after=1.2.3",
                "after=99.0",
                "after=1.99",
                "after=9999999999999999999.1")) {
            assertThat(rest.get(ann, FRIENDS + "?" + bad).code()).as(bad).isEqualTo("INVALID_FIELD");
        }
    }

    // B91
    @Test
    void nobodyAsksEverybody() {
        int asked = 0;
        Answer answer = ask(ann, "peer-0-" + group);
        while (answer.status() == 200 && asked < 60) {
            asked++;
            answer = ask(ann, "peer-" + asked + "-" + group);
        }
        assertThat(asked).isBetween(50, 59);
        assertThat(answer.code()).isEqualTo("RATE_LIMITED");
        assertThat(answer.json().path("retryAfterMillis").asLong()).isBetween(1L, 86_400_000L);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(ask(ann, "peer-1-" + group).status()).as("asked already").isEqualTo(200);
    }

    // B69
    @Test
    void anotherTenantsUsersAreNeitherSeenNorReached() {
        makeTenant("");
        befriend(ann, ben);
        block(ben, "eve-" + group);
        for (String path : List.of(FRIENDS, REQUESTS, BLOCKS)) {
            assertThat(elsewhere(ben, rest.request(null, path).GET()).json().path("items"))
                    .as(path)
                    .isEmpty();
        }
        assertThat(state(elsewhere(ann, rest.request(null, FRIENDS + "/" + ben).GET())
                        .json()))
                .isEqualTo("removed");
        JsonNode before = changes(ben, 0);
        assertThat(elsewhere(ann, put(FRIENDS + "/" + ben, "{}")).code()).isEqualTo("NOT_FOUND");
        assertThat(elsewhere(
                                ann,
                                rest.request(null, FRIENDS + "/" + ben)
                                        .header("Content-Type", "application/json")
                                        .method("PATCH", BodyPublishers.ofString("{\"remark\":\"x\"}")))
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(elsewhere(ann, put(REQUESTS + "/" + ben, "{}")).status()).isEqualTo(200);
        assertThat(elsewhere(ann, put(BLOCKS + "/" + ben, "{}")).status()).isEqualTo(200);
        for (String path : List.of(FRIENDS, REQUESTS, BLOCKS)) {
            assertThat(elsewhere(ben, rest.request(null, path + "/" + ann).DELETE())
                            .status())
                    .as(path)
                    .isEqualTo(204);
        }
        assertThat(changes(ben, 0)).isEqualTo(before);
        assertThat(list(ann)).isEqualTo(Map.of(ben, "friend"));
        assertThat(code(send(ann, ben))).isEmpty();
        for (String path : List.of(FRIENDS, REQUESTS, BLOCKS)) {
            assertThat(rest.send(rest.request(null, path).GET()).code())
                    .as(path)
                    .isEqualTo("AUTH_REQUIRED");
        }
    }

    private List<String> requests(String user) {
        List<String> states = new ArrayList<>();
        rest.get(user, REQUESTS).json().path("items").forEach(item -> states.add(state(item)));
        return states;
    }
}
