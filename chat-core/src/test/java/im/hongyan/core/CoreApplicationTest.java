package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.System;
import im.hongyan.wire.frame.Text;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Chat-core as a whole: sessions, REST and sends on a real server, real Redis and a real database. */
@SpringBootTest(
        classes = CoreTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=chat-core",
            "hongyan.core.account.profile=development",
            "hongyan.core.group.max-members=1200",
            "hongyan.core.group.announce-again-after=500ms"
        })
@AutoConfigureObservability(tracing = false)
@SuppressWarnings("NullAway.Init")
class CoreApplicationTest {
    private static final String GROUPS = "/api/v1/groups";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Autowired
    @Qualifier("chat-core") private CallClient core;

    @Autowired
    private LogDouble log;

    @LocalServerPort
    private int port;

    private RestRig rest;
    private final String group = "team-" + NAMES.incrementAndGet();

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("hongyan.redis.uri", TestServers::redis);
        MariaDb server = TestServers.mariadb();
        String database = server.database("application");
        properties.add("spring.r2dbc.url", () -> server.r2dbcUrl(database));
        properties.add("spring.r2dbc.username", server::user);
        properties.add("spring.r2dbc.password", server::password);
        properties.add("spring.flyway.url", () -> server.jdbcUrl(database));
    }

    @BeforeEach
    void connect() {
        rest = new RestRig(port);
    }

    // ---- sessions ------------------------------------------------------------------------------------------------

    @Test
    void opensASession() {
        assertThat(create("ann", "ben").status()).isEqualTo(201);
        OpenedSession opened = open(hello("ben").build());
        assertThat(opened.getPrincipal()).isEqualTo(principal("ben"));
        assertThat(opened.getGroupsList()).contains(group);
        assertThat(Instant.ofEpochMilli(opened.getCredentialExpiresAt())).isAfter(Instant.now());
        assertThat(opened.getSyncCursors()).isEqualTo(1_000);
        assertThat(opened.getPageMessages()).isEqualTo(200);
    }

    @Test
    void refusesSessions() {
        assertThat(code(hello("ann").setApp("other"))).isEqualTo("AUTH_FAILED");
        assertThat(code(hello("ann").setCredential("nonsense"))).isEqualTo("AUTH_FAILED");
        assertThat(code(hello("ann").setCredential(TokenRig.tokenForDevice("ann", "tablet"))))
                .isEqualTo("AUTH_FAILED");
        assertThat(code(hello("ann").setCredential(""))).isEqualTo("AUTH_REQUIRED");
        assertThat(code(hello("ann").setDevice(""))).isEqualTo("INVALID_FIELD");
        assertThat(code(hello("ann").setDevice("a/b"))).isEqualTo("INVALID_FIELD");
        assertThat(code(hello("ann").setPlatform("x".repeat(33)))).isEqualTo("INVALID_FIELD");
        assertThat(code(hello("ann").setAppVersion("x".repeat(65)))).isEqualTo("INVALID_FIELD");
        assertThat(code(hello("ann").setApp("a:b"))).isEqualTo("INVALID_FIELD");
    }

    // ---- groups ----------------------------------------------------------------------------------------------------

    @Test
    void makesAGroupAndTellsItsTimeline() throws Exception {
        JsonNode made = create("ann", "ben", "cid", "ben").json();
        assertThat(made.path("id").asText()).isEqualTo(group);
        assertThat(made.path("conversation").asText()).isEqualTo("g:" + group);
        assertThat(made.path("owner").asText()).isEqualTo("ann");
        assertThat(made.path("memberCount").asInt()).isEqualTo(3);
        assertThat(Instant.parse(made.path("createdAt").asText())).isBeforeOrEqualTo(Instant.now());
        MessageEvent event = told().getFirst();
        assertThat(event.getSequence()).isEqualTo(1);
        assertThat(event.getSender()).isEmpty();
        assertThat(event.getAlsoNotifyList()).containsExactly("ann", "ben", "cid");
        System system = Message.parseFrom(event.getMessage()).getContent().getSystem();
        assertThat(system.getEvent()).isEqualTo("group.created");
        assertThat(system.getActor()).isEqualTo("ann");
        assertThat(system.getUsersList()).containsExactly("ann", "ben", "cid");
    }

    @Test
    void letsMembersSendAndStrangersNot() {
        create("ann", "ben");
        assertThat(send("ben", "c1").getAccepted().getSequence()).isEqualTo(2);
        assertThat(send("cid", "c1").getProblem().getCode()).isEqualTo("NOT_MEMBER");
        assertThat(texts(add("ben", "cid").json().path("added"))).containsExactly("cid");
        assertThat(send("cid", "c1").getAccepted().getSequence()).isEqualTo(4);
    }

    @Test
    void addsEverybodyOnce() {
        create("ann", "ben");
        assertThat(add("ann", "ben", "cid").status()).isEqualTo(200);
        assertThat(add("ann", "ben", "cid").json().path("added")).isEmpty();
        assertThat(told()).hasSize(2);
        assertThat(get("ann").path("memberCount").asInt()).isEqualTo(3);
        JsonNode first = get("ann", "/members?limit=2");
        assertThat(texts(first.path("items"))).containsExactly("ann", "ben");
        assertThat(first.path("next").asText()).isEqualTo("ben");
        JsonNode last = get("ann", "/members?limit=2&after=ben");
        assertThat(texts(last.path("items"))).containsExactly("cid");
        assertThat(last.has("next")).isFalse();
    }

    @Test
    void splitsALargeChangeIntoMessagesThatFit() {
        String[] members = IntStream.range(0, 1_100).mapToObj(i -> "user-" + i).toArray(String[]::new);
        assertThat(create("ann", members).status()).isEqualTo(201);
        List<MessageEvent> told = told();
        assertThat(told).hasSize(3);
        assertThat(told.stream().mapToInt(MessageEvent::getAlsoNotifyCount).sum())
                .isEqualTo(1_101);
        assertThat(told)
                .allSatisfy(event -> assertThat(event.getMessage().size()).isLessThan(72 * 1024));
        String[] more = IntStream.range(0, 100).mapToObj(i -> "more-" + i).toArray(String[]::new);
        Answer refused = add("ann", more);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(get("ann").path("memberCount").asInt()).isEqualTo(1_101);
    }

    @Test
    void listsTheOwnGroups() {
        String user = "lister-" + group;
        for (String suffix : List.of("a", "b", "c")) {
            rest.post(user, GROUPS, "{\"id\":\"" + group + suffix + "\",\"name\":\"群 😀\"}");
        }
        JsonNode first = rest.get(user, GROUPS + "?limit=2").json();
        assertThat(first.path("items").path(1).path("id").asText()).isEqualTo(group + "b");
        assertThat(first.path("items").path(0).path("name").asText()).isEqualTo("群 😀");
        assertThat(first.path("next").asText()).isEqualTo(group + "b");
        assertThat(rest.get(user, GROUPS + "?after=" + group + "b").json().path("items"))
                .hasSize(1);
        assertThat(rest.get("nobody-at-all", GROUPS).json().path("items")).isEmpty();
    }

    @Test
    void makesAnIdWhenNoneIsGivenAndRefusesATakenOne() {
        assertThat(rest.post("ann", GROUPS, "{\"name\":\"n\"}")
                        .json()
                        .path("id")
                        .asText())
                .isNotEmpty();
        create("ann");
        Answer taken = create("ben");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(get("ann").path("owner").asText()).isEqualTo("ann");
    }

    @Test
    void letsMembersLeaveAndTheOwnerLetThemGo() {
        create("ann", "ben", "cid");
        assertThat(remove("ben", "cid")).isEqualTo(403);
        assertThat(remove("ann", "ann")).isEqualTo(403);
        assertThat(remove("ben", "ben")).isEqualTo(204);
        assertThat(remove("ann", "cid")).isEqualTo(204);
        assertThat(remove("ann", "cid")).isEqualTo(404);
        assertThat(send("ben", "c1").getProblem().getCode()).isEqualTo("NOT_MEMBER");
        assertThat(told()).hasSize(3);
        add("ann", "ben");
        assertThat(send("ben", "c2").getAccepted().getSequence()).isEqualTo(5);
    }

    @Test
    void hidesForeignGroupsLikeUnknownOnes() {
        create("ann");
        for (String path : List.of(GROUPS + "/" + group, GROUPS + "/nowhere", GROUPS + "/a:b")) {
            assertThat(rest.get("eve", path).code()).isEqualTo("NOT_FOUND");
            assertThat(rest.get("eve", path + "/members").status()).isEqualTo(404);
        }
        assertThat(add("eve", "eve").status()).isEqualTo(404);
        Answer otherTenant = rest.send(rest.request(null, GROUPS + "/" + group)
                .header("Authorization", "Bearer " + TokenRig.token("other", "ann")));
        assertThat(otherTenant.status()).isEqualTo(404);
    }

    @Test
    void tellsLaterWhatCouldNotBeToldAtOnce() {
        log.goAway();
        assertThat(create("ann", "ben").status()).isEqualTo(201);
        assertThat(told()).isEmpty();
        log.comeBack();
        Waiting.until(() -> told().size() == 1);
        assertThat(send("ann", "c1").getAccepted().getSequence()).isEqualTo(2);
    }

    // ---- how REST refuses --------------------------------------------------------------------------------------

    @Test
    void asksForABearerToken() {
        Answer nobody = rest.send(rest.request(null, GROUPS));
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(nobody.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(nobody.code()).isEqualTo("AUTH_REQUIRED");
        assertThat(nobody.json().path("status").asInt()).isEqualTo(401);
        assertThat(rest.send(rest.request(null, GROUPS).header("Authorization", "Basic YTpi"))
                        .status())
                .isEqualTo(401);
        assertThat(rest.send(rest.request(null, GROUPS).header("Authorization", "Bearer x"))
                        .code())
                .isEqualTo("AUTH_FAILED");
        assertThat(rest.send(rest.request(null, GROUPS + "?access_token=x")).code())
                .isEqualTo("CREDENTIAL_IN_URL");
    }

    @Test
    void refusesWhatIsNoRequestOfOurs() {
        Answer put = rest.send(rest.request("ann", GROUPS).PUT(BodyPublishers.ofString("{}")));
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.code()).isEqualTo("UNKNOWN_COMMAND");
        assertThat(put.header("Allow")).contains("GET").contains("POST");
        assertThat(rest.get("ann", "/api/v1/nothing").code()).isEqualTo("NOT_FOUND");
        assertThat(rest.send(rest.request("ann", GROUPS).header("Accept", "application/xml"))
                        .status())
                .isEqualTo(406);
        Answer text = rest.send(
                rest.request("ann", GROUPS).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("x")));
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.code()).isEqualTo("UNSUPPORTED_CODEC");
        assertThat(rest.get("ann", GROUPS + "?limit=x").code()).isEqualTo("INVALID_FIELD");
        assertThat(rest.get("ann", GROUPS + "?limit=-1").code()).isEqualTo("INVALID_FIELD");
    }

    @Test
    void readsBodiesStrictly() {
        for (String body : List.of(
                "",
                "{",
                "[]",
                "{\"name\":\"n\"} more",
                "{\"name\":\"n\",\"name\":\"m\"}",
                "{\"name\":\"n\",\"role\":\"admin\"}",
                "{\"name\":\"n\",\"members\":\"ben\"}",
                "{\"name\":\"n\",\"members\":[null]}",
                "{\"name\":\"n\",\"members\":[\"a:b\"]}",
                "{\"name\":\"\"}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"" + "x".repeat(129) + "\"}",
                "{\"id\":\"a:b\",\"name\":\"n\"}",
                "{\"name\":" + "[".repeat(2_000) + "}")) {
            Answer refused = rest.post("ann", GROUPS, body);
            assertThat(refused.status()).as(body).isEqualTo(400);
            assertThat(refused.code()).as(body).isIn("INVALID_FIELD", "MALFORMED");
        }
        Answer large = rest.post("ann", GROUPS, "{\"name\":\"n\",\"id\":\"" + "x".repeat(2_000_000) + "\"}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.code()).isEqualTo("FRAME_TOO_LARGE");
    }

    @Test
    void neverEchoesWhatItRefuses() {
        assertThat(rest.post("ann", GROUPS, "{\"name\":\"n\",\"marked-string\":1}")
                        .text())
                .doesNotContain("marked-string")
                .doesNotContain("jackson");
    }

    @Test
    void tellsWhetherItIsWellAndHowItFares() {
        assertThat(rest.send(rest.request(null, "/actuator/health")).status()).isEqualTo(200);
        assertThat(rest.send(rest.request(null, "/actuator/prometheus")).text())
                .contains("hongyan_core_message_in_flight")
                .contains("hongyan_core_receipt_unwritten")
                .contains("hongyan_batch_queued");
    }

    // ---- how to ask ----------------------------------------------------------------------------------------------

    private List<MessageEvent> told() {
        return log.stored().stream()
                .filter(event -> event.getConversation().equals("g:" + group))
                .toList();
    }

    private Answer create(String user, String... members) {
        return rest.post(
                user, GROUPS, "{\"id\":\"" + group + "\",\"name\":\"Team\",\"members\":" + list(members) + "}");
    }

    private Answer add(String user, String... members) {
        return rest.post(user, GROUPS + "/" + group + "/members", "{\"members\":" + list(members) + "}");
    }

    private int remove(String user, String member) {
        return rest.delete(user, GROUPS + "/" + group + "/members/" + member).status();
    }

    private JsonNode get(String user) {
        return get(user, "");
    }

    private JsonNode get(String user, String path) {
        return rest.get(user, GROUPS + "/" + group + path).json();
    }

    private static String list(String... users) {
        return "["
                + String.join(
                        ",",
                        List.of(users).stream().map(user -> '"' + user + '"').toList()) + "]";
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private SendResult send(String user, String clientMessageId) {
        Send send = Send.newBuilder()
                .setConversation("g:" + group)
                .setClientMessageId(clientMessageId)
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText("hello")))
                .build();
        SendBatch batch = SendBatch.newBuilder()
                .setPrincipal(principal(user))
                .addSends(send)
                .build();
        return Objects.requireNonNull(core.call(Calls.SEND, batch).block(Duration.ofSeconds(10)))
                .getResults(0);
    }

    private static Principal principal(String user) {
        return Principal.newBuilder()
                .setTenant("default")
                .setUser(user)
                .setDevice("phone")
                .build();
    }

    private static Hello.Builder hello(String user) {
        return Hello.newBuilder()
                .setCredential(TokenRig.token("default", user))
                .setDevice("phone")
                .setPlatform("cli");
    }

    private OpenedSession open(Hello hello) {
        OpenSession request = OpenSession.newBuilder().setHello(hello).build();
        return Objects.requireNonNull(core.call(Calls.OPEN_SESSION, request).block(Duration.ofSeconds(10)));
    }

    private String code(Hello.Builder hello) {
        return open(hello.build()).getProblem().getCode();
    }
}
