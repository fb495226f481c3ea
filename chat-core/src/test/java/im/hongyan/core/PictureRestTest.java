package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import im.hongyan.core.RestRig.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures over REST, and links to files. */
class PictureRestTest extends MediaRig {

    @Test
    void aPictureHasAThumbnail() throws IOException {
        create("ann", "ben");
        Answer brought = upload("ann", "cat.png", png(640, 400));
        assertThat(brought.status()).as(brought.text()).isEqualTo(201);
        JsonNode file = brought.json();
        assertThat(file.path("mime").asText()).isEqualTo("image/png");
        assertThat(file.path("width").asInt()).isEqualTo(640);
        assertThat(file.path("height").asInt()).isEqualTo(400);
        JsonNode small = file.path("thumbnail");
        assertThat(small.path("width").asInt()).isEqualTo(320);

        String media = file.path("media").asText();
        assertThat(send("ann", "cid-1", image(media)).hasAccepted()).isTrue();
        HttpResponse<byte[]> answer = bytes(rest.request("ben", MEDIA + "/" + media + "/thumbnail"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo(small.path("mime").asText());
        assertThat(answer.body()).hasSize(small.path("bytes").asInt());
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth())
                .isEqualTo(320);
        assertThat(header(download("ben", media), "Content-Disposition")).startsWith("inline");
        assertThat(rest.get("ann", MEDIA + "/" + uploaded("ann", text(10)) + "/thumbnail")
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    // B74
    @Test
    void aPictureOfTooManyPixelsIsRefused() {
        Answer bomb = upload("ann", "bomb.png", head(50_000, 50_000));
        assertThat(bomb.status()).isEqualTo(413);
        assertThat(bomb.json().path("field").asText()).isEqualTo("pixels");
    }

    @Test
    void aLinkOpensOneFileForAWhile() throws IOException {
        byte[] png = png(400, 300);
        String media = upload("ann", "cat.png", png).json().path("media").asText();
        Answer link = rest.get("ann", MEDIA + "/" + media + "/link");
        assertThat(link.status()).isEqualTo(200);
        assertThat(link.json().path("expiresAt").asText()).endsWith("Z");
        String url = link.json().path("url").asText();
        HttpResponse<byte[]> whole = bytes(rest.request(null, url));
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(png);
        assertThat(bytes(rest.request(null, url).header("Range", "bytes=0-9")).body())
                .hasSize(10);
        assertThat(bytes(rest.request(null, url + "/thumbnail")).statusCode()).isEqualTo(200);
        assertThat(rest.get("eve", MEDIA + "/" + media + "/link").status()).isEqualTo(404);
    }

    // B30, B31 for links
    @Test
    void aLinkThatWasTouchedIsNone() throws Exception {
        String media = uploaded("ann", text(10));
        String other = uploaded("ann", text(11));
        String url = rest.get("ann", MEDIA + "/" + media + "/link")
                .json()
                .path("url")
                .asText();
        String token = url.substring(url.lastIndexOf('/') + 1);
        String[] parts = token.split("\\.", -1);
        String changed = JWSObject.parse(token).getPayload().toString().replace(media, other);
        String forged = parts[0]
                + '.'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8))
                + '.'
                + parts[2];
        for (String bad : List.of(
                forged,
                parts[0] + '.' + parts[1] + '.',
                "x",
                "a.b.c",
                TokenRig.token("default", "ann"),
                "x".repeat(2_000))) {
            assertThat(bytes(rest.request(null, MEDIA + "/linked/" + bad)).statusCode())
                    .as(bad)
                    .isEqualTo(404);
        }
        assertThat(rest.send(rest.request(null, MEDIA + "/" + media).header("Authorization", "Bearer " + token))
                        .code())
                .as("a link is no credential")
                .isEqualTo("AUTH_FAILED");
        assertThat(rest.send(rest.request(null, MEDIA + "/linked/" + token).DELETE())
                        .status())
                .isEqualTo(401);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static byte[] head(int width, int height) {
        ByteBuffer head = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 sum = new CRC32();
        sum.update(head.array());
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(head.array())
                .putInt((int) sum.getValue())
                .array();
    }
}
