package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.call.Calls;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.link.route.RouteTable;
import im.hongyan.wire.frame.Hello;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Logging in with a password, renewing, logging out. */
@SuppressWarnings("NullAway.Init")
class LoginRestTest extends CoreApplicationRig {
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String PASSWORD = "correct horse 鸿雁";

    private final String user = "user-" + group;

    @Autowired
    private RouteTable routes;

    @Autowired
    private EventSource events;

    @BeforeEach
    void register() {
        assertThat(post(
                                "/api/v1/accounts",
                                "{\"user\":\"" + user + "\",\"password\":\"" + PASSWORD + "\",\"name\":\"雁\"}")
                        .status())
                .isEqualTo(201);
    }

    // ---- logging in ----------------------------------------------------------------------------------------------

    @Test
    void givesTokensThatOpenSessionsAndRest() {
        Answer answer = login(PASSWORD, "phone");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode login = answer.json();
        assertThat(login.path("user").asText()).isEqualTo(user);
        assertThat(login.path("app").asText()).isEqualTo("default");
        assertThat(login.path("name").asText()).isEqualTo("雁");
        assertThat(Instant.parse(login.path("accessTokenExpiresAt").asText()))
                .isBetween(Instant.now().plusSeconds(800), Instant.now().plusSeconds(901));
        assertThat(Instant.parse(login.path("refreshTokenExpiresAt").asText()))
                .isAfter(Instant.now().plus(Duration.ofDays(29)));
        String access = login.path("accessToken").asText();
        OpenedSession opened = open(access, "phone");
        assertThat(opened.getPrincipal().getUser()).isEqualTo(user);
        assertThat(opened.getPrincipal().getSid())
                .isEqualTo(login.path("session").asText());
        assertThat(bearer(access, GROUPS).status()).isEqualTo(200);
    }

    @Test
    void signsAsItsPublishedKeysSay() throws Exception {
        SignedJWT jwt = SignedJWT.parse(access(login(PASSWORD, "phone")));
        Answer published = rest.send(rest.request(null, "/.well-known/jwks.json"));
        assertThat(published.status()).isEqualTo(200);
        assertThat(published.header("Cache-Control")).contains("max-age");
        JWKSet keys = JWKSet.parse(published.text());
        assertThat(keys.getKeys()).isNotEmpty().noneMatch(JWK::isPrivate);
        assertThat(published.text()).doesNotContain("\"d\"");
        JWK key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
        assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getJWTClaimsSet().getClaims().keySet())
                .containsExactlyInAnyOrder("iss", "aud", "sub", "app", "device", "sid", "iat", "exp", "jti");
    }

    /** B38. */
    @Test
    void refusesAnUnknownUserLikeAWrongPassword() {
        double before = hashes();
        Answer wrong = login("wrong horse", "phone");
        double afterWrong = hashes();
        Answer unknown =
                post(SESSIONS, "{\"user\":\"nobody-" + user + "\",\"password\":\"wrong horse\",\"device\":\"phone\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("AUTH_FAILED");
        assertThat(unknown.text()).isEqualTo(wrong.text());
        assertThat(hashes() - afterWrong)
                .as("the same work")
                .isEqualTo(afterWrong - before)
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoLogin() {
        assertThat(login("x".repeat(257), "phone").code()).isEqualTo("INVALID_FIELD");
        assertThat(login("", "phone").code()).isEqualTo("INVALID_FIELD");
        assertThat(login(PASSWORD, "").json().path("field").asText()).isEqualTo("device");
        assertThat(login(PASSWORD, "a/b").json().path("field").asText()).isEqualTo("device");
        assertThat(post(SESSIONS, "{}").json().path("field").asText()).isEqualTo("user");
        assertThat(post(SESSIONS, "{\"admin\":true}").code()).isEqualTo("INVALID_FIELD");
        assertThat(post(SESSIONS, "{\"app\":\"other\",\"user\":\"a\",\"password\":\"correct horse\",\"device\":\"d\"}")
                        .code())
                .isEqualTo("NO_PERMISSION");
    }

    /** B37. */
    @Test
    void boundsGuessingForAUserAndLetsTheOwnerInFromWhereTheyAreKnown() {
        assertThat(loginFrom("198.51.100.1", user, PASSWORD).status()).isEqualTo(201);
        int refused = 0;
        for (int i = 0; i < 20; i++) {
            Answer guess = loginFrom("192.0.2." + i, user, "wrong horse");
            assertThat(guess.code()).isIn("AUTH_FAILED", "RATE_LIMITED");
            if (guess.status() == 429) {
                refused++;
                assertThat(Integer.parseInt(guess.header("Retry-After"))).isBetween(1, 31);
                assertThat(guess.json().path("retryAfterMillis").asLong()).isBetween(1L, 30_000L);
            }
        }
        assertThat(refused).isPositive();
        assertThat(loginFrom("198.51.100.1", user, PASSWORD).status()).isEqualTo(201);
    }

    /** B37. */
    @Test
    void boundsGuessingFromAnAddress() {
        Answer last = loginFrom("203.0.113.1", "nobody-0", "wrong horse");
        for (int i = 1; i <= 30; i++) {
            last = loginFrom("203.0.113.1", "nobody-" + i, "wrong horse");
        }
        assertThat(last.code()).isEqualTo("RATE_LIMITED");
        assertThat(loginFrom("203.0.113.2", user, PASSWORD).status()).isEqualTo(201);
    }

    /** B40. */
    @Test
    void manyLoginsAtOnceAreServedOrToldToComeAgain() {
        List<CompletableFuture<Answer>> all = IntStream.range(0, 300)
                .mapToObj(i -> rest.sendAsync(json("/api/v1/accounts")
                        .POST(BodyPublishers.ofString(
                                "{\"user\":\"" + user + "-" + i + "\",\"password\":\"" + PASSWORD + "\"}"))))
                .toList();
        List<Answer> answers = all.stream().map(CompletableFuture::join).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 503));
        assertThat(answers.stream().filter(answer -> answer.status() == 201).count())
                .isGreaterThanOrEqualTo(20);
        assertThat(answers.stream().filter(answer -> answer.status() == 503))
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.code()).isEqualTo("BUSY");
                    assertThat(answer.header("Retry-After")).isNotEmpty();
                });
        assertThat(login(PASSWORD, "phone").status()).isEqualTo(201);
    }

    // ---- the tokens ----------------------------------------------------------------------------------------------

    /** B33. */
    @Test
    void aTokenIsForItsDeviceAndTenantAlone() {
        String access = access(login(PASSWORD, "phone"));
        assertThat(open(access, "tablet").getProblem().getCode()).isEqualTo("AUTH_FAILED");
        OpenedSession elsewhere = call(Hello.newBuilder()
                .setApp("other")
                .setCredential(access)
                .setDevice("phone")
                .build());
        assertThat(elsewhere.getProblem().getCode()).isEqualTo("AUTH_FAILED");
    }

    /** B30, B32: each part of a token is looked at. */
    @Test
    void refusesATamperedTokenAndARefreshTokenAsAccess() {
        JsonNode login = login(PASSWORD, "phone").json();
        String access = login.path("accessToken").asText();
        String[] parts = access.split("\\.", -1);
        String otherHead = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
        for (String forged : List.of(
                otherHead + '.' + parts[1] + '.',
                otherHead + '.' + parts[1] + '.' + parts[2],
                parts[0] + '.' + parts[1] + '.' + parts[2].substring(2) + "AA",
                login.path("refreshToken").asText())) {
            assertThat(open(forged, "phone").getProblem().getCode()).isEqualTo("AUTH_FAILED");
            assertThat(bearer(forged, GROUPS).code()).isEqualTo("AUTH_FAILED");
        }
    }

    /** B30: a published key is no shared secret, and no other algorithm's. */
    @Test
    void refusesASharedSecretSignatureMadeWithAPublishedKey() throws Exception {
        SignedJWT genuine = SignedJWT.parse(access(login(PASSWORD, "phone")));
        String kid = genuine.getHeader().getKeyID();
        JWK key = JWKSet.parse(
                        rest.send(rest.request(null, "/.well-known/jwks.json")).text())
                .getKeyByKeyId(kid);
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(kid)
                        .type(genuine.getHeader().getType())
                        .build(),
                genuine.getJWTClaimsSet());
        forged.sign(new MACSigner(key.toECKey().toECPublicKey().getEncoded()));
        assertThat(open(forged.serialize(), "phone").getProblem().getCode()).isEqualTo("AUTH_FAILED");
        assertThat(open(genuine.serialize(), "phone").hasPrincipal()).isTrue();
    }

    @Test
    void exchangesARefreshTokenOnce() {
        JsonNode first = login(PASSWORD, "phone").json();
        JsonNode second = refresh(first).json();
        assertThat(second.path("session")).isEqualTo(first.path("session"));
        assertThat(second.path("refreshToken")).isNotEqualTo(first.path("refreshToken"));
        assertThat(bearer(second.path("accessToken").asText(), GROUPS).status()).isEqualTo(200);
        JsonNode third = refresh(second).json();

        Answer again = refresh(first);
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.code()).isEqualTo("AUTH_FAILED");
        assertThat(refresh(third).code()).as("the whole family ends").isEqualTo("AUTH_FAILED");
        for (JsonNode each : List.of(first, second, third)) {
            String access = each.path("accessToken").asText();
            assertThat(bearer(access, GROUPS).code()).isEqualTo("SESSION_REVOKED");
            assertThat(open(access, "phone").getProblem().getCode()).isEqualTo("SESSION_REVOKED");
        }
    }

    @Test
    void refusesWhatIsNoRefreshToken() {
        for (String token : List.of("", "x", "x".repeat(10_000), "' OR '1'='1")) {
            assertThat(post(SESSIONS + "/refresh", "{\"refreshToken\":\"" + token + "\"}")
                            .code())
                    .isEqualTo("AUTH_FAILED");
        }
        assertThat(post(SESSIONS + "/refresh", "{}").code()).isEqualTo("AUTH_FAILED");
    }

    @Test
    void aNewLoginOfADeviceTakesThePlaceOfTheEarlierOne() {
        JsonNode earlier = login(PASSWORD, "phone").json();
        JsonNode tablet = login(PASSWORD, "tablet").json();
        login(PASSWORD, "phone");
        assertThat(refresh(earlier).code()).isEqualTo("AUTH_FAILED");
        assertThat(refresh(tablet).status()).isEqualTo(200);
    }

    // ---- ending ----------------------------------------------------------------------------------------------------

    /** B35, the half of chat-core. */
    @Test
    void logsOut() {
        JsonNode phone = login(PASSWORD, "phone").json();
        JsonNode tablet = login(PASSWORD, "tablet").json();
        String access = phone.path("accessToken").asText();
        assertThat(logout(access)).isEqualTo(204);
        assertThat(logout(access)).isEqualTo(401);
        assertThat(bearer(access, GROUPS).code()).isEqualTo("SESSION_REVOKED");
        assertThat(open(access, "phone").getProblem().getCode()).isEqualTo("SESSION_REVOKED");
        assertThat(refresh(phone).code()).isEqualTo("AUTH_FAILED");
        assertThat(bearer(tablet.path("accessToken").asText(), GROUPS).status()).isEqualTo(200);
        assertThat(rest.delete(user, SESSIONS + "/current").status())
                .as("a credential of no login")
                .isEqualTo(404);
    }

    /** B35, what the gateways are told. */
    @Test
    void aLogoutIsToldToTheNodesOfTheUsersDevices() {
        JsonNode phone = login(PASSWORD, "phone").json();
        NodeEvent event;

        try (NodeRig node = new NodeRig(events, routes, "default", user)) {
            logout(phone.path("accessToken").asText());
            Waiting.until(() -> !node.told().isEmpty());
            event = node.told().getFirst();
        }

        assertThat(event.getTenant()).isEqualTo("default");
        assertThat(event.getSessionsRevoked().getUser()).isEqualTo(user);
        assertThat(event.getSessionsRevoked().getCode()).isEqualTo("SESSION_REVOKED");
        assertThat(event.getSessionsRevoked().getSidsList())
                .containsExactly(phone.path("session").asText());
    }

    @Test
    void withoutRedisTheDatabaseSaysWhichLoginsHaveEnded() {
        String ended = access(login(PASSWORD, "phone"));
        String goesOn = access(login(PASSWORD, "tablet"));
        logout(ended);
        TestRedis.pause(Duration.ofSeconds(8));
        try {
            assertThat(bearer(ended, "/api/v1/nothing").code()).isEqualTo("SESSION_REVOKED");
            assertThat(bearer(goesOn, "/api/v1/nothing").code()).isEqualTo("NOT_FOUND");
        } finally {
            TestRedis.awaitAnswer();
        }
    }

    @Test
    void aNewPasswordEndsAllOtherLogins() {
        String phone = access(login(PASSWORD, "phone"));
        JsonNode tablet = login(PASSWORD, "tablet").json();
        assertThat(change(phone, "wrong horse", "another horse").code()).isEqualTo("NO_PERMISSION");
        assertThat(change(phone, PASSWORD, "short").code()).isEqualTo("WEAK_PASSWORD");
        assertThat(bearer(tablet.path("accessToken").asText(), GROUPS).status()).isEqualTo(200);

        assertThat(change(phone, PASSWORD, "another horse").status()).isEqualTo(204);

        assertThat(bearer(phone, GROUPS).status()).isEqualTo(200);
        assertThat(bearer(tablet.path("accessToken").asText(), GROUPS).code()).isEqualTo("SESSION_REVOKED");
        assertThat(refresh(tablet).code()).isEqualTo("AUTH_FAILED");
        assertThat(login(PASSWORD, "laptop").code()).isEqualTo("AUTH_FAILED");
        assertThat(login("another horse", "laptop").status()).isEqualTo(201);
    }

    // ---- how to ask ------------------------------------------------------------------------------------------------

    private Answer login(String password, String device) {
        return post(
                SESSIONS,
                "{\"user\":\"" + user + "\",\"password\":\"" + password + "\",\"device\":\"" + device + "\"}");
    }

    private static String access(Answer login) {
        return login.json().path("accessToken").asText();
    }

    private Answer refresh(JsonNode login) {
        return post(
                SESSIONS + "/refresh",
                "{\"refreshToken\":\"" + login.path("refreshToken").asText() + "\"}");
    }

    private int logout(String access) {
        return rest.send(rest.request(null, SESSIONS + "/current")
                        .header("Authorization", "Bearer " + access)
                        .DELETE())
                .status();
    }

    private Answer change(String access, String earlier, String later) {
        return rest.send(rest.request(null, "/api/v1/accounts/me/password")
                .header("Authorization", "Bearer " + access)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(
                        "{\"oldPassword\":\"" + earlier + "\",\"newPassword\":\"" + later + "\"}")));
    }

    private Answer bearer(String token, String path) {
        return rest.send(rest.request(null, path)
                .header("Authorization", "Bearer " + token)
                .GET());
    }

    private OpenedSession open(String credential, String device) {
        return call(
                Hello.newBuilder().setCredential(credential).setDevice(device).build());
    }

    private OpenedSession call(Hello hello) {
        OpenSession request = OpenSession.newBuilder().setHello(hello).build();
        return Objects.requireNonNull(core.call(Calls.OPEN_SESSION, request).block(Duration.ofSeconds(10)));
    }

    private double hashes() {
        return rest.send(rest.request(null, "/actuator/prometheus"))
                .text()
                .lines()
                .filter(line -> line.startsWith("hongyan_core_work_seconds_count") && line.contains("password"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private Answer loginFrom(String address, String who, String password) {
        return rest.send(json(SESSIONS)
                .header("X-Hongyan-Client-Address", address)
                .POST(BodyPublishers.ofString("{\"user\":\"" + who + "\",\"password\":\"" + password
                        + "\",\"device\":\"device-" + address + "\"}")));
    }

    private Answer post(String path, String json) {
        return rest.send(json(path).POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder json(String path) {
        return rest.request(null, path).header("Content-Type", "application/json");
    }
}
