package im.hongyan.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.cli.ExitCode;
import im.hongyan.cli.talk.Cli;
import im.hongyan.cli.talk.Cli.Ran;
import im.hongyan.standalone.StandaloneOptions;
import im.hongyan.standalone.StandaloneServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's verbs against a whole server: from nothing to a tenant whose backend has a token for a user. */
class TenantVerbsTest {
    @TempDir
    static Path folder;

    private static StandaloneServer server;

    @BeforeAll
    static void start() {
        server = StandaloneServer.start(new StandaloneOptions(folder.resolve("data"), "127.0.0.1", 0, 0));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTenantsUserTalksWithATokenThatItsBackendTook() throws Exception {
        JsonNode made = ask("tenant", "create", "shop", "--name", "店", "--group-members", "50");
        assertThat(made.path("name").asText()).isEqualTo("店");
        assertThat(made.path("accounts").asText()).isEqualTo("NONE");
        assertThat(made.path("groupMembers").asInt()).isEqualTo(50);
        assertThat(made.has("friendsOnly")).isFalse();
        JsonNode key = ask("tenant", "key", "create", "shop");
        Path token = Files.writeString(
                folder.resolve("ann.token"), take(key.path("key").asText(), "ann"));

        JsonNode sent =
                ask("send", "--app", "shop", "--user", "ann", "--token-file", token.toString(), "--to", "ben", "hi");
        assertThat(sent.path("sequence").asLong()).isEqualTo(1);
        JsonNode strict = ask("tenant", "change", "shop", "--friends-only", "true");
        assertThat(strict.path("friendsOnly").asBoolean()).isTrue();

        assertThat(ask("tenant", "list").path("id").asText()).isEqualTo("default");
        JsonNode listed = ask("tenant", "key", "list", "shop");
        assertThat(listed.path("id")).isEqualTo(key.path("id"));
        assertThat(listed.has("key")).isFalse();
        assertThat(run("tenant", "key", "revoke", "shop", key.path("id").asText())
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(status(key.path("key").asText(), "ann")).isEqualTo(401);

        assertThat(ask("tenant", "change", "shop", "--suspend")
                        .path("suspended")
                        .asBoolean())
                .isTrue();
        Ran refused =
                run("send", "--app", "shop", "--user", "ann", "--token-file", token.toString(), "--to", "ben", "hi");
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.error().path("error").asText()).isEqualTo("NO_PERMISSION");
        assertThat(ask("tenant", "change", "shop", "--resume", "--accounts", "open")
                        .path("suspended")
                        .asBoolean())
                .isFalse();
        assertThat(ask("tenant", "show", "shop").path("accounts").asText()).isEqualTo("OPEN");
    }

    @Test
    void aTenantsUserTalksWithATokenThatItsSystemSigned() throws Exception {
        byte[] secret = "a secret of the forum, long enough for HS256".getBytes(StandardCharsets.US_ASCII);
        OctetSequenceKey key = new OctetSequenceKey.Builder(secret)
                .keyID("1")
                .algorithm(JWSAlgorithm.HS256)
                .build();
        Path jwks = Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[" + key.toJSONString() + "]}");
        ask("tenant", "create", "forum");
        JsonNode trusted = ask(
                "tenant",
                "issuer",
                "put",
                "forum",
                "own",
                "--issuer",
                "forum",
                "--audience",
                "chat",
                "--jwks",
                jwks.toString());
        assertThat(trusted.path("issuer").asText()).isEqualTo("forum");
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("1").build(),
                new JWTClaimsSet.Builder()
                        .issuer("forum")
                        .audience("chat")
                        .subject("ann")
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        jwt.sign(new MACSigner(secret));
        Path token = Files.writeString(folder.resolve("forum.token"), jwt.serialize());
        String[] send = {
            "send", "--app", "forum", "--user", "ann", "--token-file", token.toString(), "--to", "ben", "hi"
        };
        assertThat(ask(send).path("sequence").asLong()).isEqualTo(1);
        assertThat(ask("tenant", "issuer", "list", "forum").path("name").asText())
                .isEqualTo("own");
        assertThat(run("tenant", "issuer", "remove", "forum", "own").code()).isEqualTo(ExitCode.OK);
        assertThat(run(send).error().path("error").asText()).isEqualTo("AUTH_FAILED");
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        Path key = Files.writeString(folder.resolve("operator.key"), "hyop_wrong\n");
        Ran refused = run("tenant", "list", "--operator-key-file", key.toString());
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.error().path("error").asText()).isEqualTo("AUTH_FAILED");
        assertThat(run("tenant", "show", "nobody").error().path("error").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(run("tenant", "create", "a/b").error().path("error").asText())
                .isEqualTo("INVALID_FIELD");
        for (List<String> wrong : List.of(
                List.of("tenant"),
                List.of("tenant", "key"),
                List.of("tenant", "issuer"),
                List.of("tenant", "issuer", "remove", "shop", "a/b"),
                List.of("tenant", "issuer", "put", "shop", "own", "--issuer", "i", "--audience", "a", "--jwks", "none"),
                List.of("tenant", "show", "a/b"),
                List.of("tenant", "change", "shop"),
                List.of("tenant", "change", "shop", "--suspend", "--resume"),
                List.of("tenant", "key", "revoke", "shop", "a/b"),
                List.of("tenant", "create", "shop", "--accounts", "all"),
                List.of(
                        "tenant",
                        "list",
                        "--operator-key-file",
                        folder.resolve("none").toString()))) {
            assertThat(Cli.bare(wrong.toArray(String[]::new)).code())
                    .as(wrong.toString())
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void anOperatorKeyComesWithItsHash() throws Exception {
        JsonNode made = Cli.bare("tenant", "operator-key", "--json").json().getFirst();
        String key = made.path("key").asText();
        assertThat(key).startsWith("hyop_").hasSize(48);
        assertThat(HexFormat.of().parseHex(made.path("hash").asText()))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
    }

    // ---- running -------------------------------------------------------------------------------------------------

    /** The first object that the verb prints. */
    private static JsonNode ask(String... words) {
        Ran ran = run(words);
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        return ran.json().getFirst();
    }

    private static Ran run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        int behindTheVerb = words[0].equals("send") ? 1 : all.size();
        all.addAll(
                behindTheVerb,
                List.of(
                        "--json",
                        "--http-port",
                        Integer.toString(server.options().httpPort())));
        if (words[0].equals("send")) {
            all.addAll(
                    1, List.of("--tcp-port", Integer.toString(server.options().tcpPort())));
        }
        return Cli.bare(all.toArray(String[]::new));
    }

    /** As the tenant's backend does. */
    private static String take(String key, String user) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(key, user);
        assertThat(answer.statusCode()).isEqualTo(201);
        return new ObjectMapper().readTree(answer.body()).path("accessToken").asText();
    }

    private static int status(String key, String user) throws IOException, InterruptedException {
        return post(key, user).statusCode();
    }

    private static HttpResponse<String> post(String key, String user) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.options().httpPort() + "/api/v1/server/tokens"))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"user\":\"" + user + "\"}"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
