package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.wire.frame.Hello;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sessions, and how REST refuses. */
class CoreApplicationTest extends CoreApplicationRig {

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

    // B33
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

    // ---- how REST refuses --------------------------------------------------------------------------------------

    // B16 as REST sees it
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

    // B66
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

    // B51, B52, B67, B68
    @Test
    void readsBodiesStrictly() {
        for (String body : List.of(
                "",
                "{",
                "[]",
                "{\"name\":\"n\"} more",
                "{\"name\":\"n\",\"name\":\"m\"}",
                "{\"name\":\"n\",\"role\":\"admin\"}",
                "{\"name\":\"n\",\"tenantId\":\"other\"}",
                "{\"@class\":\"java.lang.Runtime\",\"name\":\"n\"}",
                "{\"@type\":\"java.lang.Runtime\",\"name\":\"n\"}",
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

    // ---- how to ask for a session ----------------------------------------------------------------------------------

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
