package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.RestRig.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Files in several requests: the tus protocol 1.0.0. */
class TusRestTest extends MediaRig {
    private static final String UPLOADS = MEDIA + "/uploads";

    @LocalServerPort
    private int port;

    @Test
    void saysWhatItCanDo() {
        Answer answer = rest.send(rest.request("ann", UPLOADS).method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
        assertThat(answer.header("Tus-Extension").split(","))
                .containsExactly("creation", "creation-with-upload", "termination", "expiration");
        assertThat(answer.header("Tus-Max-Size")).isEqualTo(Long.toString(200L * 1024 * 1024));
    }

    @Test
    void aFileComesInPieces() {
        byte[] bytes = text(100_000);
        String upload = begin("ann", bytes.length, "notes 鸿.txt");
        assertThat(offset("ann", upload)).isZero();
        for (int at = 0; at < bytes.length; at += 40_000) {
            Answer answer =
                    patch("ann", upload, at, Arrays.copyOfRange(bytes, at, Math.min(at + 40_000, bytes.length)));
            assertThat(answer.status()).as(answer.text()).isEqualTo(204);
            assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
            assertThat(answer.header("Upload-Offset")).isEqualTo(Integer.toString(Math.min(at + 40_000, bytes.length)));
        }
        assertThat(offset("ann", upload)).isEqualTo(100_000);
        HttpResponse<byte[]> whole = download("ann", media(upload));
        assertThat(whole.body()).isEqualTo(bytes);
        assertThat(rest.get("ann", MEDIA + "/" + media(upload) + "/info")
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("notes 鸿.txt");
        assertThat(patch("ann", upload, 100_000, new byte[0]).status())
                .as("said again")
                .isEqualTo(204);
    }

    @Test
    void theFirstBytesMayComeWithTheBeginning() {
        Answer answer = rest.send(tus("ann", UPLOADS)
                .header("Upload-Length", "20")
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofByteArray(text(12))));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Upload-Offset")).isEqualTo("12");
        assertThat(answer.header("Upload-Expires")).endsWith("GMT");
        String upload = answer.header("Location");
        assertThat(patch("ann", upload, 12, Arrays.copyOfRange(text(20), 12, 20))
                        .status())
                .isEqualTo(204);
        assertThat(download("ann", media(upload)).body()).isEqualTo(text(20));
    }

    @Test
    void goesOnWhereTheConnectionWasCut() throws IOException {
        byte[] bytes = text(300_000);
        String upload = begin("ann", bytes.length, "");
        try (Socket cut = pouring(upload, bytes, 123_456)) {
            eventually(() -> offset("ann", upload) == 123_456);
            assertThat(cut.isConnected()).isTrue();
        }
        assertThat(patch("ann", upload, 123_456, Arrays.copyOfRange(bytes, 123_456, bytes.length))
                        .status())
                .isEqualTo(204);
        assertThat(download("ann", media(upload)).body()).isEqualTo(bytes);
    }

    @Test
    void whoComesAnewWritesOnWhileTheLostConnectionStillStands() throws IOException {
        byte[] bytes = text(300_000);
        String upload = begin("ann", bytes.length, "");
        try (Socket lost = pouring(upload, bytes, 100_000)) {
            eventually(() -> offset("ann", upload) == 100_000);
            assertThat(patch("ann", upload, 100_000, Arrays.copyOfRange(bytes, 100_000, bytes.length))
                            .status())
                    .isEqualTo(204);
            assertThat(lost.isClosed()).isFalse();
        }
        assertThat(download("ann", media(upload)).body()).isEqualTo(bytes);
    }

    /** A request for the whole file, of which so many bytes are sent. */
    private Socket pouring(String upload, byte[] bytes, int count) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String head = "PATCH " + upload + " HTTP/1.1\r\nHost: h\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + bytes.length
                + "\r\nAuthorization: Bearer " + TokenRig.token("default", "ann") + "\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, 0, count);
        out.flush();
        return socket;
    }

    @Test
    void tenComeAtOnce() {
        byte[] bytes = text(50_000);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(rest.sendAsync(rest.request("user" + i, MEDIA).POST(BodyPublishers.ofByteArray(bytes))));
        }
        for (int i = 0; i < 10; i++) {
            Answer answer = answers.get(i).join();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(download("user" + i, answer.json().path("media").asText())
                            .body())
                    .isEqualTo(bytes);
        }
    }

    @Test
    void refusesWhatDoesNotGoOn() {
        String upload = begin("ann", 100, "");
        assertThat(patch("ann", upload, 0, text(60)).status()).isEqualTo(204);
        Answer ahead = patch("ann", upload, 61, text(10));
        assertThat(ahead.status()).isEqualTo(409);
        assertThat(ahead.json().path("field").asText()).isEqualTo("Upload-Offset");
        assertThat(patch("ann", upload, 0, text(10)).status()).isEqualTo(409);
        Answer more = patch("ann", upload, 60, text(41));
        assertThat(more.status()).isEqualTo(413);
        assertThat(more.code()).isEqualTo("FRAME_TOO_LARGE");
    }

    // B66, B67
    @Test
    void refusesWhatIsNoTus() {
        String upload = begin("ann", 100, "");
        Answer old = rest.send(rest.request("ann", UPLOADS)
                .header("Tus-Resumable", "0.2.2")
                .header("Upload-Length", "1")
                .POST(BodyPublishers.noBody()));
        assertThat(old.status()).isEqualTo(412);
        assertThat(old.header("Tus-Version")).isEqualTo("1.0.0");
        assertThat(old.code()).isEqualTo("UNSUPPORTED_VERSION");
        assertThat(rest.send(tus("ann", upload)
                                .header("Upload-Offset", "0")
                                .header("Content-Type", "text/plain")
                                .method("PATCH", BodyPublishers.ofString("x")))
                        .status())
                .isEqualTo(415);
        for (String length : List.of("", "-1", "x", "99999999999999999999")) {
            Answer refused = rest.send(
                    tus("ann", UPLOADS).header("Upload-Length", length).POST(BodyPublishers.noBody()));
            assertThat(refused.status()).as(length).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).isEqualTo("Upload-Length");
        }
        assertThat(create("ann", "0", "filename YQ==").status()).isEqualTo(400);
        assertThat(create("ann", Long.toString(200L * 1024 * 1024 + 1), "filename YQ==")
                        .status())
                .isEqualTo(413);
        assertThat(create("ann", "1", "filename !!").json().path("field").asText())
                .isEqualTo("Upload-Metadata");
        assertThat(create("ann", "1", "filename /w==").json().path("field").asText())
                .isEqualTo("Upload-Metadata");
        String path = Base64.getEncoder().encodeToString("../a".getBytes(StandardCharsets.UTF_8));
        assertThat(create("ann", "1", "filename " + path).json().path("field").asText())
                .isEqualTo("name");
    }

    // B69
    @Test
    void anUploadIsOnlyItsOwners() {
        String upload = begin("ann", 100, "");
        assertThat(rest.send(tus("eve", upload).method("HEAD", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(404);
        assertThat(patch("eve", upload, 0, text(100)).status()).isEqualTo(404);
        assertThat(rest.send(tus("eve", upload).DELETE()).status()).isEqualTo(404);
        assertThat(elsewhere("ann", tus(null, upload).DELETE()).status()).isEqualTo(404);
        assertThat(download("ann", media(upload)).statusCode())
                .as("before it is whole")
                .isEqualTo(404);
        assertThat(offset("ann", upload)).isZero();
    }

    @Test
    void anUploadThatIsGivenUpIsNoMore() {
        String user = "giving-up-" + group;
        String upload = begin(user, 100, "");
        patch(user, upload, 0, text(50));
        assertThat(rest.send(tus(user, upload).DELETE()).status()).isEqualTo(204);
        assertThat(patch(user, upload, 50, text(50)).status()).isEqualTo(404);
        assertThat(rest.send(tus(user, upload).DELETE()).status()).isEqualTo(404);
    }

    // B74
    @Test
    void whatIsNotTakenIsForgotten() {
        String user = "refused-" + group;
        byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
        String upload = begin(user, page.length, "cat.png");
        Answer refused = patch(user, upload, 0, page);
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.code()).isEqualTo("UNSUPPORTED_MEDIA");
        assertThat(patch(user, upload, page.length, new byte[0]).status()).isEqualTo(404);
        assertThat(download(user, media(upload)).statusCode()).isEqualTo(404);
    }

    @Test
    void aUserHasFewUploadsOpen() {
        String user = "busy-" + group;
        String first = begin(user, 100, "");
        for (int i = 1; i < 4; i++) {
            begin(user, 100, "");
        }
        Answer fifth = create(user, "100", "filename YQ==");
        assertThat(fifth.status()).isEqualTo(422);
        assertThat(fifth.json().path("field").asText()).isEqualTo("uploads");
        assertThat(patch(user, first, 0, text(100)).status()).isEqualTo(204);
        assertThat(create(user, "100", "filename YQ==").status()).isEqualTo(201);
    }

    private HttpRequest.Builder tus(@Nullable String user, String path) {
        return rest.request(user, path).header("Tus-Resumable", "1.0.0");
    }

    private Answer create(String user, String length, String metadata) {
        return rest.send(tus(user, UPLOADS)
                .header("Upload-Length", length)
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody()));
    }

    private String begin(String user, int length, String name) {
        String base64 = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        Answer answer = create(user, Integer.toString(length), "filetype dGV4dA==,filename " + base64);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.header("Location");
    }

    private Answer patch(String user, String upload, long at, byte[] bytes) {
        return rest.send(tus(user, upload)
                .header("Upload-Offset", Long.toString(at))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));
    }

    private long offset(String user, String upload) {
        Answer answer = rest.send(tus(user, upload).method("HEAD", BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return Long.parseLong(answer.header("Upload-Offset"));
    }

    private static String media(String upload) {
        return upload.substring(upload.lastIndexOf('/') + 1);
    }
}
