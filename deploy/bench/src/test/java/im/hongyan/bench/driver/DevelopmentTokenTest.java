package im.hongyan.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DevelopmentTokenTest {
    private static final String TOKEN =
            DevelopmentToken.of("default", "ann", Instant.ofEpochSecond(1_000), Duration.ofSeconds(60));

    @Test
    void carriesTheClaimsOfTheDevelopmentProfile() throws IOException {
        String[] parts = TOKEN.split("\\.", -1);
        JsonNode header = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(header.get("kid").asText()).isEqualTo("development");
        assertThat(header.get("alg").asText()).isEqualTo("HS256");
        assertThat(claims.get("sub").asText()).isEqualTo("ann");
        assertThat(claims.get("app").asText()).isEqualTo("default");
        assertThat(claims.get("exp").asLong()).isEqualTo(1_060);
        assertThat(Base64.getUrlDecoder().decode(parts[2])).hasSize(32);
    }

    @Test
    void namesItsUserAgain() {
        assertThat(DevelopmentToken.userOf(TOKEN)).isEqualTo("ann");
    }
}
