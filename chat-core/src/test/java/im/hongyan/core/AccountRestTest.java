package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accounts of our own: registering. */
class AccountRestTest extends CoreApplicationRig {
    private static final String ACCOUNTS = "/api/v1/accounts";

    private final String user = "user-" + group;

    @Test
    void registersWithoutACredential() {
        Answer made = register(user, "correct horse 鸿雁");
        assertThat(made.status()).isEqualTo(201);
        JsonNode account = made.json();
        assertThat(account.path("app").asText()).isEqualTo("default");
        assertThat(account.path("user").asText()).isEqualTo(user);
        assertThat(account.path("name").asText()).isEqualTo(user);
        assertThat(Instant.parse(account.path("createdAt").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(made.text()).doesNotContain("horse").doesNotContain("argon2");
    }

    @Test
    void refusesATakenId() {
        register(user, "correct horse");
        Answer taken = register(user, "another horse");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(taken.json().path("field").asText()).isEqualTo("user");
    }

    @Test
    void namesTheRuleOfTheId() {
        for (String id : List.of("", "a:b", "a/b", "x".repeat(65), "a b", "鸿")) {
            Answer refused = register(id, "correct horse");
            assertThat(refused.status()).as(id).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("INVALID_FIELD");
            assertThat(refused.json().path("field").asText()).isEqualTo("user");
            assertThat(refused.json().path("detail").asText()).contains("1 to 64");
        }
        assertThat(register(user, "correct horse", "x".repeat(129))
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("name");
        assertThat(register(user, "correct horse", "a\\u0000b").code()).isEqualTo("INVALID_FIELD");
        assertThat(post(ACCOUNTS, "{\"app\":\"other\",\"user\":\"a\",\"password\":\"correct horse\"}")
                        .status())
                .isEqualTo(403);
        assertThat(post(ACCOUNTS, "{\"app\":\"a:b\",\"user\":\"a\",\"password\":\"correct horse\"}")
                        .code())
                .isEqualTo("INVALID_FIELD");
    }

    /** B39. */
    @Test
    void takesLongPasswordsWholeAndRefusesEndlessOnesUnhashed() {
        double hashed = hashes();
        for (String endless : List.of("x".repeat(257), "x".repeat(1024 * 1024 - 100))) {
            Answer refused = register(user, endless);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("INVALID_FIELD");
            assertThat(refused.json().path("detail").asText()).contains("256");
        }
        assertThat(register(user, "x".repeat(1024 * 1024)).status()).isEqualTo(413);
        assertThat(register(user, "a\\u0007bcdefgh").code()).isEqualTo("INVALID_FIELD");
        assertThat(hashes()).isEqualTo(hashed);
        assertThat(register(user, "鸿雁😀é".repeat(16)).status()).isEqualTo(201);
    }

    /** B41. */
    @Test
    void refusesWeakPasswordsWithTheRule() {
        for (String weak : List.of("seven77", "password123", "PassWord123", "aaaaaaaaaaaa", user)) {
            Answer refused = register(user, weak);
            assertThat(refused.status()).as(weak).isEqualTo(422);
            assertThat(refused.code()).isEqualTo("WEAK_PASSWORD");
            assertThat(refused.json().path("field").asText()).isEqualTo("password");
        }
        assertThat(register(user, "seven77").json().path("detail").asText()).contains("at least 8");
    }

    @Test
    void opensNothingElse() {
        assertThat(rest.send(rest.request(null, ACCOUNTS).GET()).status()).isEqualTo(401);
        assertThat(post(ACCOUNTS + "/me", "{}").status()).isEqualTo(401);
        assertThat(post(ACCOUNTS + "?access_token=x", "{}").code()).isEqualTo("CREDENTIAL_IN_URL");
        assertThat(post(GROUPS, "{\"name\":\"n\"}").status()).isEqualTo(401);
    }

    private double hashes() {
        return rest.send(rest.request(null, "/actuator/prometheus"))
                .text()
                .lines()
                .filter(line -> line.startsWith("hongyan_core_work_seconds_count") && line.contains("password"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private Answer register(String id, String password) {
        return post(ACCOUNTS, "{\"user\":\"" + id + "\",\"password\":\"" + password + "\"}");
    }

    private Answer register(String id, String password, String name) {
        return post(ACCOUNTS, "{\"user\":\"" + id + "\",\"password\":\"" + password + "\",\"name\":\"" + name + "\"}");
    }

    private Answer post(String path, String json) {
        return rest.send(rest.request(null, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }
}
