package im.hongyan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void textOfAllLanguagesStaysReadable() {
        assertThat(Json.object(Map.of("text", "你好 😀 é"))).isEqualTo("{\"text\":\"你好 😀 é\"}");
    }

    // B57
    @Test
    void whatCommandsATerminalOrEndsALineIsEscaped() throws JsonProcessingException {
        String text = "\u001b[2J \u009b1A \u007f \u0085 \u2028 \u2029 \n";
        String json = Json.object(Map.of("text", text));
        assertThat(json).isEqualTo("{\"text\":\"\\u001B[2J \\u009B1A \\u007F \\u0085 \\u2028 \\u2029 \\n\"}");
        assertThat(new ObjectMapper().readTree(json).path("text").asText()).isEqualTo(text);
    }
}
