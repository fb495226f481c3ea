package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.frame.Hello;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tenants, their keys, and that nobody comes from one into another. */
class TenantRestTest extends CoreApplicationRig {
    private static final String TENANTS = "/api/v1/admin/tenants";
    private static final String TOKENS = "/api/v1/server/tokens";
    private static final String OPERATOR = DevelopmentKey.OPERATOR_KEY;

    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** A name of this test's own. */
    private final String shop = "shop-" + group;

    // ---- the registry --------------------------------------------------------------------------------------------

    @Test
    void theOperatorMakesAndChangesTenants() {
        Answer made = as(OPERATOR, "POST", TENANTS, "{\"id\":\"" + shop + "\",\"name\":\"店\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("accounts").asText()).isEqualTo("NONE");
        assertThat(made.json().path("suspended").asBoolean()).isFalse();
        assertThat(made.json().has("groupMembers")).isFalse();
        assertThat(Instant.parse(made.json().path("createdAt").asText())).isBeforeOrEqualTo(Instant.now());

        Answer changed = as(
                OPERATOR,
                "PATCH",
                TENANTS + '/' + shop,
                "{\"groupMembers\":3,\"accounts\":\"OPEN\",\"name\":\"Shop\"}");
        assertThat(changed.status()).isEqualTo(200);
        JsonNode now = as(OPERATOR, "GET", TENANTS + '/' + shop, "").json();
        assertThat(now).isEqualTo(changed.json());
        assertThat(now.path("name").asText()).isEqualTo("Shop");
        assertThat(now.path("accounts").asText()).isEqualTo("OPEN");
        assertThat(now.path("groupMembers").asInt()).isEqualTo(3);

        assertThat(as(OPERATOR, "POST", TENANTS, "{\"id\":\"" + shop + "\"}").status())
                .isEqualTo(409);
        assertThat(as(OPERATOR, "GET", TENANTS + "/nobody-" + shop, "").status())
                .isEqualTo(404);
        assertThat(as(OPERATOR, "PATCH", TENANTS + "/nobody-" + shop, "{}").status())
                .isEqualTo(404);
    }

    @Test
    void tenantsAreListedPageByPage() {
        for (String end : List.of("a", "b", "c")) {
            make(shop + '-' + end);
        }
        Answer first = as(OPERATOR, "GET", TENANTS + "?limit=2&after=" + shop, "");
        assertThat(ids(first)).containsExactly(shop + "-a", shop + "-b");
        Answer second = as(
                OPERATOR,
                "GET",
                TENANTS + "?limit=1&after=" + first.json().path("next").asText(),
                "");
        assertThat(ids(second)).containsExactly(shop + "-c");
        assertThat(ids(as(OPERATOR, "GET", TENANTS + "?after=", ""))).contains("default");
        assertThat(as(OPERATOR, "GET", TENANTS + "?limit=0", "").code()).isEqualTo("INVALID_FIELD");
    }

    private static List<String> ids(Answer page) {
        return page.json().path("items").findValuesAsText("id");
    }

    @Test
    void namesTheRuleThatATenantBreaks() {
        assertThat(field("{\"id\":\"a/b\"}")).isEqualTo("id");
        assertThat(field("{}")).isEqualTo("id");
        assertThat(field("{\"id\":\"" + shop + "\",\"name\":\" \"}")).isEqualTo("name");
        assertThat(field("{\"id\":\"" + shop + "\",\"groupMembers\":0}")).isEqualTo("groupMembers");
        assertThat(field("{\"id\":\"" + shop + "\",\"groupMembers\":10001}")).isEqualTo("groupMembers");
        assertThat(field("{\"id\":\"" + shop + "\",\"accounts\":\"ALL\"}")).isEqualTo("accounts");
        assertThat(as(OPERATOR, "PATCH", TENANTS + "/default", "{\"suspended\":true}")
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("suspended");
    }

    private String field(String tenant) {
        Answer refused = as(OPERATOR, "POST", TENANTS, tenant);
        assertThat(refused.code()).isEqualTo("INVALID_FIELD");
        return refused.json().path("field").asText();
    }

    // ---- keys ----------------------------------------------------------------------------------------------------

    @Test
    void aServerKeyTakesTokensForItsUsers() {
        String key = keyOf(shop);
        assertThat(key).startsWith("hysk_");
        Answer taken = as(key, "POST", TOKENS, "{\"user\":\"ann\",\"device\":\"phone\",\"expiresInSeconds\":60}");
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.header("Cache-Control")).isEqualTo("no-store");
        assertThat(taken.json().path("app").asText()).isEqualTo(shop);
        String token = taken.json().path("accessToken").asText();
        assertThat(Instant.parse(taken.json().path("accessTokenExpiresAt").asText()))
                .isBeforeOrEqualTo(Instant.now().plusSeconds(60));
        OpenedSession opened = open(shop, token, "phone");
        assertThat(opened.getPrincipal().getTenant()).isEqualTo(shop);
        assertThat(opened.getPrincipal().getUser()).isEqualTo("ann");
        assertThat(open(shop, token, "tablet").getProblem().getCode()).isEqualTo("AUTH_FAILED");
        // B33
        assertThat(open("default", token, "phone").getProblem().getCode()).isEqualTo("AUTH_FAILED");

        for (String body : List.of(
                "{\"user\":\"a/b\"}",
                "{}",
                "{\"user\":\"ann\",\"device\":\"\"}",
                "{\"user\":\"ann\",\"expiresInSeconds\":59}",
                "{\"user\":\"ann\",\"expiresInSeconds\":3601}",
                "{\"user\":\"ann\",\"app\":\"default\"}")) {
            assertThat(as(key, "POST", TOKENS, body).code()).as(body).isEqualTo("INVALID_FIELD");
        }
    }

    @Test
    void aUserHasTheNameThatTheirBackendOrTheirTokenFirstSaid() throws Exception {
        String key = keyOf(shop);
        String token = as(key, "POST", TOKENS, "{\"user\":\"ann\",\"name\":\"安\"}")
                .json()
                .path("accessToken")
                .asText();
        assertThat(nameOf("ann", token)).isEqualTo("安");
        as(token, "PATCH", "/api/v1/users/me", "{\"name\":\"Ann\"}");
        as(key, "POST", TOKENS, "{\"user\":\"ann\",\"name\":\"another\"}");
        assertThat(nameOf("ann", token)).isEqualTo("Ann");
        assertThat(as(key, "POST", TOKENS, "{\"user\":\"ann\",\"name\":\" \"}").code())
                .isEqualTo("INVALID_FIELD");

        String iss = "https://" + shop + ".example";
        byte[] secret = ("a secret of " + shop + " that is long enough for HS256").getBytes(StandardCharsets.UTF_8);
        as(OPERATOR, "PUT", TENANTS + '/' + shop + "/issuers/own", issuer(iss, secret));
        String ben = signed(secret, iss, claims -> claims.subject("ben").claim("name", "本"));
        assertThat(open(shop, ben, "phone").hasProblem()).isFalse();
        assertThat(nameOf("ben", token)).isEqualTo("本");
        for (Object unfit : List.of(7, "a\u0000b", "x".repeat(200))) {
            String eve = signed(secret, iss, claims -> claims.subject("eve").claim("name", unfit));
            assertThat(open(shop, eve, "phone").hasProblem()).isFalse();
        }
        assertThat(as(token, "GET", "/api/v1/users/eve", "").status()).isEqualTo(404);
    }

    private String nameOf(String user, String token) {
        return as(token, "GET", "/api/v1/users/" + user, "").json().path("name").asText();
    }

    @Test
    void twoKeysAreInForceAtOnceAndOneThatIsRevokedIsRefused() {
        String first = keyOf(shop);
        String second = newKey(shop).json().path("key").asText();
        Answer third = newKey(shop);
        assertThat(third.status()).isEqualTo(422);
        assertThat(third.code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(take(first, "ann").status()).isEqualTo(201);
        assertThat(take(second, "ann").status()).isEqualTo(201);

        String keys = TENANTS + '/' + shop + "/keys";
        Answer listed = as(OPERATOR, "GET", keys, "");
        assertThat(listed.text()).doesNotContain(first).doesNotContain(second);
        String id = first.substring("hysk_".length(), first.indexOf('.'));
        assertThat(ids(listed)).hasSize(2).contains(id);
        assertThat(as(OPERATOR, "DELETE", keys + '/' + id, "").status()).isEqualTo(204);
        assertThat(as(OPERATOR, "DELETE", keys + '/' + id, "").status()).isEqualTo(404);
        assertThat(take(first, "ann").code()).isEqualTo("AUTH_FAILED");
        assertThat(take(second, "ann").status()).isEqualTo(201);
        assertThat(newKey(shop).status()).isEqualTo(201);
    }

    @Test
    void aKeyOfAnotherTenantIsNotRevokedByThatName() {
        String key = keyOf(shop);
        make(shop + "-2");
        String id = key.substring("hysk_".length(), key.indexOf('.'));
        assertThat(as(OPERATOR, "DELETE", TENANTS + '/' + shop + "-2/keys/" + id, "")
                        .status())
                .isEqualTo(404);
        assertThat(take(key, "ann").status()).isEqualTo(201);
    }

    // ---- tokens of the tenant's own system -----------------------------------------------------------------------

    @Test
    void aTenantsOwnSystemSignsForItsUsers() throws Exception {
        make(shop);
        String issuers = TENANTS + '/' + shop + "/issuers";
        String iss = "https://" + shop + ".example";
        byte[] secret = ("a secret of " + shop + " that is long enough for HS256").getBytes(StandardCharsets.UTF_8);
        String theirs = signed(secret, iss);
        assertThat(open(shop, theirs, "phone").getProblem().getCode()).isEqualTo("AUTH_FAILED");
        Answer trusted = as(OPERATOR, "PUT", issuers + "/own", issuer(iss, secret));
        assertThat(trusted.status()).isEqualTo(200);
        assertThat(trusted.json().path("issuer").asText()).isEqualTo(iss);
        assertThat(trusted.text()).doesNotContain("jwks").doesNotContain("oct");
        assertThat(open(shop, theirs, "phone").getPrincipal().getUser()).isEqualTo("ann");
        assertThat(as(theirs, "GET", GROUPS, "").status()).isEqualTo(200);
        // B33
        assertThat(open("default", theirs, "phone").getProblem().getCode()).isEqualTo("AUTH_FAILED");

        make(shop + "-2");
        Answer again = as(OPERATOR, "PUT", TENANTS + '/' + shop + "-2/issuers/own", issuer(iss, secret));
        assertThat(again.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(as(OPERATOR, "PUT", issuers + "/own", issuer(iss, secret)).status())
                .isEqualTo(200);
        assertThat(as(OPERATOR, "GET", issuers, "").json().path("items").findValuesAsText("name"))
                .containsExactly("own");
        assertThat(as(OPERATOR, "DELETE", issuers + "/own", "").status()).isEqualTo(204);
        assertThat(as(OPERATOR, "DELETE", issuers + "/own", "").status()).isEqualTo(404);
        assertThat(open(shop, theirs, "phone").getProblem().getCode()).isEqualTo("AUTH_FAILED");
    }

    @Test
    void namesTheRuleThatAnIssuerBreaks() {
        make(shop);
        String path = TENANTS + '/' + shop + "/issuers/";
        String good = issuer("https://" + shop + ".example", new byte[32]);
        assertThat(fieldOf(path + "a%20b", good)).isEqualTo("name");
        assertThat(fieldOf(path + "own", "{}")).isEqualTo("jwks");
        assertThat(fieldOf(path + "own", good.replace("\"aud\"", "\"\""))).isEqualTo("audience");
        assertThat(fieldOf(path + "own", issuer("hongyan", new byte[32]))).isEqualTo("issuer");
        assertThat(fieldOf(path + "own", issuer("x".repeat(256), new byte[32]))).isEqualTo("issuer");
        assertThat(fieldOf(path + "own", issuer("i", new byte[31]))).isEqualTo("jwks");
        assertThat(fieldOf(path + "own", issuer("i", DevelopmentKey.secret()))).isEqualTo("jwks");
        for (int i = 0; i < 5; i++) {
            assertThat(as(OPERATOR, "PUT", path + i, issuer(shop + i, new byte[32]))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(as(OPERATOR, "PUT", path + "own", good).code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(as(OPERATOR, "PUT", TENANTS + "/nobody-" + shop + "/issuers/own", good)
                        .status())
                .isEqualTo(404);
    }

    private String fieldOf(String path, String body) {
        Answer refused = as(OPERATOR, "PUT", path, body);
        assertThat(refused.code()).as(refused.text()).isEqualTo("INVALID_FIELD");
        return refused.json().path("field").asText();
    }

    private static String issuer(String iss, byte[] secret) {
        return "{\"issuer\":\"" + iss + "\",\"audience\":\"aud\",\"jwks\":{\"keys\":["
                + new OctetSequenceKey.Builder(secret)
                        .keyID("k1")
                        .algorithm(JWSAlgorithm.HS256)
                        .build()
                        .toJSONString()
                + "]}}";
    }

    private static String signed(byte[] secret, String iss) throws JOSEException {
        return signed(secret, iss, claims -> {});
    }

    private static String signed(byte[] secret, String iss, Consumer<JWTClaimsSet.Builder> change)
            throws JOSEException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(iss)
                .audience("aud")
                .subject("ann")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
        change.accept(claims);
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID("k1")
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims.build());
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    // ---- every door has its own credential -------------------------------------------------------------------------

    @Test
    void noCredentialOpensAnotherDoor() {
        String key = keyOf(shop);
        String user = TokenRig.token("default", "ann");
        for (String wrong : List.of(user, key, "hyop_guess", "hysk_x.y", "hysk_", "x")) {
            assertThat(as(wrong, "GET", TENANTS, "").code()).isEqualTo("AUTH_FAILED");
        }
        for (String wrong :
                List.of(user, OPERATOR, key + "x", "hysk_x.y", "hysk_x", "hysk_a/b.c", "hysk_" + "x".repeat(500))) {
            assertThat(take(wrong, "ann").code()).as(wrong).isEqualTo("AUTH_FAILED");
        }
        for (String wrong : List.of(OPERATOR, key)) {
            assertThat(as(wrong, "GET", GROUPS, "").code()).isEqualTo("AUTH_FAILED");
        }
        assertThat(rest.send(rest.request(null, TENANTS)).code()).isEqualTo("AUTH_REQUIRED");
        assertThat(rest.send(rest.request(null, TOKENS).POST(BodyPublishers.ofString("{}")))
                        .code())
                .isEqualTo("AUTH_REQUIRED");
    }

    @Test
    void noSpellingOfAnAddressLeadsThroughAnotherDoor() {
        String user = TokenRig.token("default", "ann");
        for (String path : List.of(
                "/api/v1/%61dmin/tenants",
                "/api/v1/admin;a=b/tenants",
                "/api;a=b/v1/admin/tenants",
                "/api/v1;a/admin/tenants",
                "/%61pi/v1/admin/tenants")) {
            assertThat(as(user, "GET", path, "").status()).as(path).isEqualTo(401);
            assertThat(rest.send(rest.request(null, path)).status()).as(path).isEqualTo(401);
        }
    }

    // ---- apart from each other -------------------------------------------------------------------------------------

    // B69
    @Test
    void whatIsAnotherTenantsIsNotThere() {
        assertThat(create("ann", "ben").status()).isEqualTo(201);
        String stranger = take(keyOf(shop), "ann").json().path("accessToken").asText();
        assertThat(as(stranger, "GET", GROUPS + '/' + group, "").status()).isEqualTo(404);
        assertThat(as(stranger, "PATCH", GROUPS + '/' + group, "{\"name\":\"Mine\"}")
                        .status())
                .isEqualTo(404);
        assertThat(as(stranger, "POST", GROUPS + '/' + group + "/members", "{\"members\":[\"eve\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(as(stranger, "DELETE", GROUPS + '/' + group + "/members/ben", "")
                        .status())
                .isEqualTo(404);
        assertThat(ids(as(stranger, "GET", GROUPS, ""))).isEmpty();
        // The same id is another group there.
        Answer own = as(stranger, "POST", GROUPS, "{\"id\":\"" + group + "\",\"name\":\"Theirs\"}");
        assertThat(own.status()).isEqualTo(201);
        assertThat(rest.get("ann", GROUPS + '/' + group).json().path("name").asText())
                .isEqualTo("Team");
    }

    @Test
    void aTokenOfATenantThatIsNotThereOpensNothing() {
        String token = TokenRig.token("nobody-" + shop, "ann");
        assertThat(as(token, "GET", GROUPS, "").code()).isEqualTo("AUTH_FAILED");
        assertThat(open("nobody-" + shop, token, "phone").getProblem().getCode())
                .isEqualTo("AUTH_FAILED");
    }

    @Test
    void aSuspendedTenantIsOutOfServiceUntilItIsBack() {
        String key = keyOf(shop);
        String token = take(key, "ann").json().path("accessToken").asText();
        OpenedSession live = open(shop, token, "phone");
        assertThat(heads(live).hasProblem()).isFalse();
        assertThat(as(OPERATOR, "PATCH", TENANTS + '/' + shop, "{\"suspended\":true}")
                        .json()
                        .path("suspended")
                        .asBoolean())
                .isTrue();
        assertThat(take(key, "ann").code()).isEqualTo("NO_PERMISSION");
        assertThat(as(token, "GET", GROUPS, "").code()).isEqualTo("NO_PERMISSION");
        assertThat(open(shop, token, "phone").getProblem().getCode()).isEqualTo("NO_PERMISSION");
        assertThat(heads(live).getProblem().getCode()).isEqualTo("SESSION_REVOKED");
        assertThat(as(OPERATOR, "PATCH", TENANTS + '/' + shop, "{\"suspended\":false}")
                        .status())
                .isEqualTo(200);
        assertThat(heads(live).hasProblem()).isFalse();
        assertThat(take(key, "ann").status()).isEqualTo(201);
    }

    // ---- policies ------------------------------------------------------------------------------------------------

    @Test
    void theTenantSaysWhoHasAnAccountHere() {
        make(shop);
        String account = "{\"app\":\"" + shop + "\",\"user\":\"ann\",\"password\":\"correct horse\"}";
        assertThat(register(account).code()).isEqualTo("NO_PERMISSION");
        policy("{\"accounts\":\"CLOSED\"}");
        assertThat(register(account).code()).isEqualTo("NO_PERMISSION");
        assertThat(login("correct horse").code()).isEqualTo("AUTH_FAILED");
        policy("{\"accounts\":\"OPEN\"}");
        assertThat(register(account).status()).isEqualTo(201);
        assertThat(login("correct horse").status()).isEqualTo(201);
        policy("{\"accounts\":\"CLOSED\"}");
        assertThat(login("correct horse").status()).isEqualTo(201);
        policy("{\"accounts\":\"NONE\"}");
        assertThat(login("correct horse").code()).isEqualTo("NO_PERMISSION");
    }

    @Test
    void theTenantSaysHowLargeItsGroupsAre() {
        String token = take(keyOf(shop), "ann").json().path("accessToken").asText();
        policy("{\"groupMembers\":3}");
        Answer large = as(token, "POST", GROUPS, "{\"name\":\"G\",\"members\":[\"b\",\"c\",\"d\"]}");
        assertThat(large.code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(large.json().path("detail").asText()).contains("at most 3");
        Answer made = as(token, "POST", GROUPS, "{\"name\":\"G\",\"members\":[\"b\",\"c\"]}");
        assertThat(made.status()).isEqualTo(201);
        String members = GROUPS + '/' + made.json().path("id").asText() + "/members";
        assertThat(as(token, "POST", members, "{\"members\":[\"d\"]}").code()).isEqualTo("LIMIT_EXCEEDED");
        policy("{\"groupMembers\":4}");
        assertThat(as(token, "POST", members, "{\"members\":[\"d\"]}").status()).isEqualTo(200);
        assertThat(as(token, "POST", members, "{\"members\":[\"e\"]}").code()).isEqualTo("LIMIT_EXCEEDED");
    }

    private Answer register(String account) {
        return rest.send(rest.request(null, "/api/v1/accounts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(account)));
    }

    private Answer login(String password) {
        return rest.send(rest.request(null, "/api/v1/sessions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"app\":\"" + shop + "\",\"user\":\"ann\",\"password\":\"" + password
                        + "\",\"device\":\"phone\"}")));
    }

    private void policy(String change) {
        assertThat(as(OPERATOR, "PATCH", TENANTS + '/' + shop, change).status()).isEqualTo(200);
    }

    // ---- asking --------------------------------------------------------------------------------------------------

    private void make(String tenant) {
        assertThat(as(OPERATOR, "POST", TENANTS, "{\"id\":\"" + tenant + "\"}").status())
                .isEqualTo(201);
    }

    /** The first key of a new tenant. */
    private String keyOf(String tenant) {
        make(tenant);
        Answer made = newKey(tenant);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        return made.json().path("key").asText();
    }

    private Answer newKey(String tenant) {
        return as(OPERATOR, "POST", TENANTS + '/' + tenant + "/keys", "");
    }

    private Answer take(String key, String user) {
        return as(key, "POST", TOKENS, "{\"user\":\"" + user + "\"}");
    }

    private Answer as(String credential, String method, String path, String json) {
        return rest.send(rest.request(null, path)
                .header("Authorization", "Bearer " + credential)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    private OpenedSession open(String app, String token, String device) {
        Hello hello = Hello.newBuilder()
                .setApp(app)
                .setCredential(token)
                .setDevice(device)
                .build();
        return Objects.requireNonNull(core.call(
                        Calls.OPEN_SESSION,
                        OpenSession.newBuilder().setHello(hello).build())
                .block(ANSWER));
    }

    private HeadsResult heads(OpenedSession opened) {
        HeadsQuery query =
                HeadsQuery.newBuilder().setPrincipal(opened.getPrincipal()).build();
        return Objects.requireNonNull(core.stream(Calls.HEADS, query).blockFirst(ANSWER));
    }
}
