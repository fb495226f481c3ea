package im.hongyan.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hongyan.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST of operators. Throws {@link CommandFailure} when the server refuses or does not answer. */
final class AdminApi {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final String key;

    /** @param base the origin, such as {@code http://127.0.0.1:8080} */
    AdminApi(String base, String key) {
        this.base = base;
        this.key = key;
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode post(String path, Map<String, Object> body) {
        return call("POST", path, body);
    }

    JsonNode patch(String path, Map<String, Object> body) {
        return call("PATCH", path, body);
    }

    JsonNode put(String path, Map<String, Object> body) {
        return call("PUT", path, body);
    }

    void delete(String path) {
        call("DELETE", path, null);
    }

    /** What a file holds. */
    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw CommandFailure.usage(file + " cannot be read, or is no JSON");
        }
    }

    private JsonNode call(String method, String path, @Nullable Map<String, Object> body) {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/admin" + path))
                    .timeout(ANSWER_WITHIN)
                    .header("Authorization", "Bearer " + key)
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/json")
                    .method(method, publisher(body))
                    .build();
            return answer(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw CommandFailure.unreachable("no server answers at " + base + " (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unexpected("interrupted", e);
        }
    }

    private static BodyPublisher publisher(@Nullable Map<String, Object> body) throws JsonProcessingException {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
    }

    private JsonNode answer(HttpResponse<String> response) {
        JsonNode json;
        try {
            json = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw CommandFailure.unexpected("no Hongyan server at " + base + ": the answer is no JSON", e);
        }
        if (response.statusCode() / 100 == 2) {
            return json;
        }
        throw CommandFailure.refused(
                json.path("code").asText("HTTP_" + response.statusCode()),
                json.path("detail").asText("the server answered with HTTP status " + response.statusCode()));
    }
}
