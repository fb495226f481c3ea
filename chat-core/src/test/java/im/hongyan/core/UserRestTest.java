package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.proto.ListChanged;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.route.RouteTable;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.frame.Notice;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What users say of themselves, and what others see of it. */
class UserRestTest extends CoreApplicationRig {
    private static final String USERS = "/api/v1/users";
    private static final String ME = USERS + "/me";

    @Autowired
    private EventSource events;

    @Autowired
    private RouteTable routes;

    private final String user = "user-" + group;
    private final String otherTenant = "other-" + group;

    @BeforeEach
    void makeAnotherTenant() {
        Answer made = rest.send(rest.request(null, "/api/v1/admin/tenants")
                .header("Authorization", "Bearer " + DevelopmentKey.OPERATOR_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"id\":\"" + otherTenant + "\"}")));
        assertThat(made.status()).isEqualTo(201);
    }

    @Test
    void isNamedByTheIdUntilSomethingIsSaid() {
        JsonNode own = rest.get(user, ME).json();
        assertThat(own.path("user").asText()).isEqualTo(user);
        assertThat(own.path("name").asText()).isEqualTo(user);
        assertThat(own.path("avatar").asText()).isEmpty();
        assertThat(own.path("about").asText()).isEmpty();
        assertThat(own.has("changedAt")).isFalse();
    }

    @Test
    void showsOthersWhatWasSaid() {
        Answer said = change("{\"name\":\"鸿雁 😀\",\"avatar\":\"https://a.example/1.png\"}");
        assertThat(said.status()).isEqualTo(200);
        JsonNode seen = rest.get("ben", USERS + "/" + user).json();
        assertThat(seen).isEqualTo(said.json());
        assertThat(seen.path("name").asText()).isEqualTo("鸿雁 😀");
        assertThat(seen.path("avatar").asText()).isEqualTo("https://a.example/1.png");
        assertThat(seen.path("about").asText()).isEmpty();
        assertThat(Instant.parse(seen.path("changedAt").asText())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void aChangeIsToldToTheUsersDevices() {
        try (NodeRig node = new NodeRig(events, routes, "default", user)) {
            Instant changedAt = Instant.parse(
                    change("{\"about\":\"one\"}").json().path("changedAt").asText());
            Waiting.until(() -> !node.told().isEmpty());
            NodeEvent event = node.told().getFirst();
            assertThat(event.getTenant()).isEqualTo("default");
            assertThat(event.getListChanged())
                    .isEqualTo(ListChanged.newBuilder()
                            .setUser(user)
                            .setNotice(Notice.newBuilder().setList("profile").setVersion(changedAt.toEpochMilli()))
                            .build());
        }
    }

    @Test
    void leavesWhatIsNotSaidAsItIs() {
        change("{\"name\":\"雁\",\"avatar\":\"https://a.example/1\",\"about\":\"one\\ntwo\"}");
        assertThat(change("{\"about\":\"three\"}").json().path("name").asText()).isEqualTo("雁");
        assertThat(change("{\"avatar\":\"\"}").json().path("about").asText()).isEqualTo("three");
        assertThat(change("{\"name\":null}").json().path("name").asText()).isEqualTo("雁");
        JsonNode own = change("{}").json();
        assertThat(own.path("name").asText()).isEqualTo("雁");
        assertThat(own.path("avatar").asText()).isEmpty();
        assertThat(own.path("about").asText()).isEqualTo("three");
    }

    @Test
    void registeringNamesTheUser() {
        rest.send(rest.request(null, "/api/v1/accounts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"user\":\"" + user + "\",\"password\":\"correct horse\",\"name\":\"雁\"}")));
        assertThat(rest.get("ben", USERS + "/" + user).json().path("name").asText())
                .isEqualTo("雁");
        change("{\"name\":\"鸿\"}");
        Answer login = rest.send(rest.request(null, "/api/v1/sessions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"user\":\"" + user + "\",\"password\":\"correct horse\",\"device\":\"phone\"}")));
        assertThat(login.json().path("name").asText()).isEqualTo("鸿");
    }

    // B68
    @Test
    void namesTheFieldThatIsUnfitAndChangesNothing() {
        change("{\"name\":\"雁\"}");
        for (String name : List.of("", "  ", "x".repeat(129), "a\\nb", "a\\u0000b", "\\ud83d")) {
            assertInvalid("name", change("{\"name\":\"" + name + "\",\"about\":\"not this\"}"));
        }
        assertInvalid("about", change("{\"about\":\"" + "x".repeat(501) + "\"}"));
        assertInvalid("about", change("{\"about\":\"\\u001b[2J\"}"));
        for (String avatar : List.of(
                "http://a.example/1",
                "javascript:alert(1)",
                "data:image/png;base64,AA",
                "https:/a",
                "https://",
                "https:///a",
                "//a.example/1",
                "https://u@a.example/1",
                "https://u:p@a.example/1",
                "https://a.example:65536/1",
                "https://a.example/a b",
                "https://a.example/鸿",
                "https://a.example/\\u202e",
                "https://a.example/%zz",
                "https://a.example\\\\b",
                "https://a.example/" + "x".repeat(1_024))) {
            assertInvalid("avatar", change("{\"avatar\":\"" + avatar + "\"}"));
        }
        assertInvalid("name", change("{\"name\":{}}"));
        assertInvalid("body", change("{\"user\":\"ben\"}"));
        assertInvalid("body", change("{\"tenant\":\"other\",\"name\":\"n\"}"));
        assertThat(change("{\"name\":\"a\",\"name\":\"b\"}").code()).isEqualTo("MALFORMED");
        JsonNode own = rest.get(user, ME).json();
        assertThat(own.path("name").asText()).isEqualTo("雁");
        assertThat(own.path("about").asText()).isEmpty();
        assertThat(own.path("avatar").asText()).isEmpty();
    }

    // B69
    @Test
    void aUserOfAnotherTenantLooksLikeNobody() {
        change("{\"name\":\"雁\"}");
        Answer foreign = rest.send(foreign(USERS + "/" + user).GET());
        Answer unknown = rest.send(foreign(USERS + "/nobody-" + user).GET());
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.code()).isEqualTo("NOT_FOUND");
        assertThat(foreign.text().replace(user, "nobody-" + user)).isEqualTo(unknown.text());
        assertThat(rest.send(foreign(USERS + "?ids=" + user).GET()).json().path("items"))
                .isEmpty();
        assertThat(rest.send(foreign(ME).GET()).json().path("name").asText()).isEqualTo(user);
        rest.send(foreign(ME)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"other\"}")));
        assertThat(rest.get(user, ME).json().path("name").asText()).isEqualTo("雁");
        assertThat(rest.get(user, USERS + "/a:b").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void tellsManyInTheOrderAsked() {
        for (String suffix : List.of("a", "b", "c")) {
            rest.write("PATCH", user + suffix, ME, "{\"name\":\"名" + suffix + "\"}");
        }
        assertThat(some(user + "c," + user + "a,nobody," + user + "c,a:b,")).containsExactly("名c", "名a");
        assertThat(some("")).isEmpty();
        String hundred = IntStream.range(0, 99).mapToObj(i -> "u" + i).collect(Collectors.joining(","));
        assertThat(some(hundred + "," + user + "b")).containsExactly("名b");
        Answer tooMany = rest.get(user, USERS + "?ids=" + hundred + ",a,b");
        assertThat(tooMany.code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(tooMany.json().path("field").asText()).isEqualTo("ids");
        assertThat(tooMany.json().path("detail").asText()).contains("100");
    }

    @Test
    void findsByTheBeginningOfIdsAndNames() {
        String mark = "q" + group;
        rest.write("PATCH", mark + ".1", ME, "{\"name\":\"鸿雁" + mark + "\"}");
        rest.write("PATCH", mark + ".2", ME, "{\"name\":\"" + mark.toUpperCase(Locale.ROOT) + " Two\"}");
        rest.write("PATCH", user, ME, "{\"name\":\" Ｑ" + group + " Three\"}");
        assertThat(search(mark)).containsExactly(mark + ".1", mark + ".2", user);
        assertThat(search(mark.toUpperCase(Locale.ROOT) + " t")).containsExactlyInAnyOrder(mark + ".2", user);
        assertThat(search("鸿雁" + mark)).containsExactly(mark + ".1");
        assertThat(search("雁" + mark)).isEmpty();
        assertThat(search("鸿")).contains(mark + ".1");
        assertThat(users(find(user, mark, "&limit=1"))).containsExactly(mark + ".1");
        assertThat(users(find(user, mark, "&limit=1000"))).hasSize(3);
        assertThat(users(rest.send(foreign(USERS + "?query=" + mark).GET()))).isEmpty();
    }

    // B70
    @Test
    void refusesWhatIsNoSearch() {
        for (String query : List.of("", "a", " a ", "\u00a0\u00a0", "x".repeat(129), "a\nb")) {
            assertInvalid("query", find(user, query, ""));
        }
        assertInvalid("query", rest.get(user, USERS));
        assertInvalid("query", find(user, "ab", "&ids=ann"));
        assertInvalid("limit", find(user, "ab", "&limit=-1"));
        assertThat(find(user, "ab", "&limit=many").code()).isEqualTo("INVALID_FIELD");
        assertThat(search("%%")).isEmpty();
        assertThat(search("' OR '1'='1")).isEmpty();
    }

    // B91
    @Test
    void nobodyReadsAllNamesBySearching() {
        String searcher = "searcher-" + group;
        for (int i = 0; i < 30; i++) {
            assertThat(find(searcher, "nobody" + i, "").status()).isEqualTo(200);
        }
        Answer refused = find(searcher, "nobody", "");
        for (int i = 0; i < 200 && refused.status() == 200; i++) {
            refused = find(searcher, "nobody", "");
        }
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(find("another-" + group, "nobody", "").status()).isEqualTo(200);
    }

    @Test
    void isForUsersOnly() {
        for (String path : List.of(ME, USERS + "/" + user, USERS + "?ids=" + user)) {
            assertThat(rest.send(rest.request(null, path).GET()).code()).isEqualTo("AUTH_REQUIRED");
        }
        assertThat(rest.delete(user, ME).status()).isEqualTo(405);
    }

    private List<String> some(String ids) {
        return texts(rest.get(user, USERS + "?ids=" + ids), "name");
    }

    private List<String> search(String query) {
        return users(find(user, query, ""));
    }

    private Answer find(String searcher, String query, String more) {
        return rest.get(searcher, USERS + "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    }

    private static List<String> users(Answer found) {
        return texts(found, "user");
    }

    private static List<String> texts(Answer found, String field) {
        return StreamSupport.stream(found.json().path("items").spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    private Answer change(String json) {
        return rest.write("PATCH", user, ME, json);
    }

    private HttpRequest.Builder foreign(String path) {
        return rest.request(null, path).header("Authorization", "Bearer " + TokenRig.token(otherTenant, user));
    }

    private static void assertInvalid(String field, Answer refused) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_FIELD");
        assertThat(refused.json().path("field").asText()).isEqualTo(field);
    }
}
