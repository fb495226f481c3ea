package im.hongyan.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hongyan.bench.driver.DevelopmentToken;
import im.hongyan.wire.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Creates the groups of a run over REST. */
final class GroupMaker {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;

    GroupMaker(String host, int httpPort) {
        base = "http://" + host + ':' + httpPort + "/api/v1/groups";
    }

    /** Creates a group in the name of its first member. */
    void create(String group, List<String> members) throws IOException {
        String token =
                DevelopmentToken.of(Ids.DEFAULT_TENANT, members.getFirst(), Instant.now(), Duration.ofMinutes(10));
        HttpRequest request = HttpRequest.newBuilder(URI.create(base))
                .timeout(DEADLINE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(group, members)))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException(
                        "the server did not create a group: HTTP " + response.statusCode() + " " + response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String body(String group, List<String> members) throws JsonProcessingException {
        return JSON.writeValueAsString(
                Map.of("id", group, "name", "bench", "members", members.subList(1, members.size())));
    }
}
