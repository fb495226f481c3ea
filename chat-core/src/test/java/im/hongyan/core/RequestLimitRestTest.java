package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.RestRig.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** How much one may ask for. */
class RequestLimitRestTest extends CoreApplicationRig {
    private static final int BURST = 1_000;
    /** A thousand that fit, and what comes back while they are made. */
    private static final int ENOUGH = 20 * BURST;

    @Test
    void whoAsksWithoutEndIsToldToWait() {
        Answer answer = rest.get("eager", GROUPS);
        assertThat(answer.header("RateLimit")).isEqualTo("\"user\";r=" + (BURST - 1));
        for (int i = 0; i < ENOUGH && answer.status() == 200; i++) {
            answer = rest.get("eager", GROUPS);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("RATE_LIMITED");
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.json().path("detail").asText()).contains("1000 requests in a row");
        assertThat(rest.get("patient", GROUPS).status()).isEqualTo(200);
    }

    @Test
    void whoMakesUpKeysIsNotLookedAt() {
        Answer answer = madeUp("203.0.113.9", 0);
        assertThat(answer.code()).isEqualTo("AUTH_FAILED");
        for (int i = 1; i < ENOUGH && answer.status() == 401; i++) {
            answer = madeUp("203.0.113.9", i);
        }
        assertThat(answer.code()).isEqualTo("RATE_LIMITED");
        assertThat(madeUp("203.0.113.10", 0).code()).as("another address").isEqualTo("AUTH_FAILED");
        assertThat(rest.get("patient", GROUPS).status()).isEqualTo(200);
    }

    private Answer madeUp(String address, int secret) {
        return rest.send(rest.request(null, "/api/v1/server/tokens")
                .header("Authorization", "Bearer hysk_nobody." + secret)
                .header("X-Hongyan-Client-Address", address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\": \"alice\"}")));
    }
}
