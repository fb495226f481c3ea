package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Send;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files over REST: brought in one piece, sent, read. */
class MediaRestTest extends MediaRig {

    @Test
    void aFileIsBroughtSentAndReadByWhoIsThere() {
        create("ann", "ben");
        byte[] bytes = text(100_000);
        Answer brought = upload("ann", "notes%20%E9%B8%BF.txt", bytes);
        assertThat(brought.status()).isEqualTo(201);
        JsonNode file = brought.json();
        String media = file.path("media").asText();
        assertThat(brought.header("Location")).isEqualTo(MEDIA + "/" + media);
        assertThat(file.path("bytes").asLong()).isEqualTo(100_000);
        assertThat(file.path("mime").asText()).isEqualTo("text/plain");
        assertThat(file.path("name").asText()).isEqualTo("notes 鸿.txt");
        assertThat(file.has("width")).isFalse();

        assertThat(download("ben", media).statusCode()).isEqualTo(404);
        SendResult sent = send("ann", "cid-1", file(media));
        assertThat(sent.hasAccepted()).as(sent.toString()).isTrue();

        HttpResponse<byte[]> whole = download("ben", media);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(bytes);
        assertThat(rest.get("ben", MEDIA + "/" + media + "/info").json()).isEqualTo(file);
    }

    @Test
    void aDownloadIsHarmlessAndPrivate() {
        String media = uploaded("ann", text(10));
        HttpResponse<byte[]> answer = download("ann", media);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/plain");
        assertThat(header(answer, "Content-Disposition"))
                .startsWith("attachment;")
                .contains("a.txt");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy")).contains("sandbox");
        assertThat(header(answer, "Cache-Control")).contains("private");
        assertThat(header(answer, "ETag")).isEqualTo('"' + media + '"');

        HttpResponse<byte[]> known =
                bytes(rest.request("ann", MEDIA + "/" + media).header("If-None-Match", header(answer, "ETag")));
        assertThat(known.statusCode()).isEqualTo(304);
        HttpResponse<byte[]> head =
                bytes(rest.request("ann", MEDIA + "/" + media).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("10");
        assertThat(header(head, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void oneRangeIsServed() {
        byte[] bytes = text(100_000);
        String media = uploaded("ann", bytes);
        HttpResponse<byte[]> middle = range(media, "bytes=70000-79999");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(header(middle, "Content-Range")).isEqualTo("bytes 70000-79999/100000");
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(bytes, 70_000, 80_000));
        assertThat(range(media, "bytes=99990-").body()).isEqualTo(Arrays.copyOfRange(bytes, 99_990, 100_000));
        assertThat(range(media, "bytes=-7").body()).isEqualTo(Arrays.copyOfRange(bytes, 99_993, 100_000));
        assertThat(range(media, "bytes=0-999999").body()).isEqualTo(bytes);

        HttpResponse<byte[]> beyond = range(media, "bytes=100000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */100000");
        assertThat(header(beyond, "Cache-Control")).isEqualTo("no-store");
        assertThat(new String(beyond.body(), StandardCharsets.UTF_8)).contains("INVALID_FIELD");

        for (String ignored : List.of("bytes=0-1,5-6", "lines=1-2", "bytes=9-1")) {
            assertThat(range(media, ignored).statusCode()).as(ignored).isEqualTo(200);
        }
        HttpResponse<byte[]> changed = bytes(rest.request("ann", MEDIA + "/" + media)
                .header("Range", "bytes=0-1")
                .header("If-Range", "\"another\""));
        assertThat(changed.statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> range(String media, String range) {
        return bytes(rest.request("ann", MEDIA + "/" + media).header("Range", range));
    }

    // B69
    @Test
    void strangersAndOtherAppsSeeNothing() {
        create("ann", "ben");
        String media = uploaded("ann", text(10));
        send("ann", "cid-1", file(media));
        for (String path : List.of("", "/info", "/thumbnail")) {
            Answer foreign = elsewhere("ann", rest.request(null, MEDIA + "/" + media + path));
            Answer stranger = rest.get("eve", MEDIA + "/" + media + path);
            Answer unknown = rest.get("ann", MEDIA + "/01890000-0000-7000-8000-000000000000" + path);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(stranger.status()).isEqualTo(404);
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(stranger.json().path("detail")).isEqualTo(unknown.json().path("detail"));
        }
        assertThat(rest.get("ann", MEDIA + "/a%2Fb").status()).isEqualTo(404);
        assertThat(rest.send(rest.request(null, MEDIA + "/" + media)).status()).isEqualTo(401);
    }

    @Test
    void whoHasLeftStillReadsWhatTheyCouldSee() {
        create("ann", "ben");
        String media = uploaded("ann", text(10));
        send("ann", "cid-1", file(media));
        assertThat(remove("ann", "ben")).isEqualTo(204);
        assertThat(download("ben", media).statusCode()).isEqualTo(200);
    }

    @Test
    void onlyWhoCanReadAFileSendsIt() {
        create("ann", "ben");
        String media = uploaded("ann", text(10));
        SendResult stolen = send("ben", "cid-1", file(media));
        assertThat(stolen.getProblem().getCode()).isEqualTo("NOT_FOUND");
        assertThat(stolen.getProblem().getField()).isEqualTo("content.file.media");
        assertThat(send("ben", "cid-1", file("unknown")).getProblem().getCode()).isEqualTo("NOT_FOUND");

        assertThat(send("ann", "cid-2", file(media)).hasAccepted()).isTrue();
        SendResult forwarded = send(
                "ben",
                Send.newBuilder()
                        .setPeer("cleo")
                        .setClientMessageId("cid-3")
                        .setContent(file(media))
                        .build());
        assertThat(forwarded.hasAccepted()).isTrue();
        assertThat(download("cleo", media).statusCode()).isEqualTo(200);
        assertThat(download("dora", media).statusCode()).isEqualTo(404);
    }

    // B43 with a file
    @Test
    void aRepeatIsThatMessageAgain() {
        create("ann", "ben");
        String media = uploaded("ann", text(10));
        SendResult first = send("ann", "cid-1", file(media));
        SendResult again = send("ann", "cid-1", file(media));
        assertThat(again.getAccepted().getSequence())
                .isEqualTo(first.getAccepted().getSequence());
        assertThat(again.getAccepted().getDuplicate()).isTrue();
    }

    @Test
    void whatAMessageSaysOfItsFileIsTrue() {
        create("ann", "ben");
        String media = uploaded("ann", text(10));
        assertThat(send("ann", "cid-1", image(media)).getProblem().getField()).isEqualTo("content.image.media");
        assertThat(send(
                                "ann",
                                "cid-2",
                                Content.newBuilder()
                                        .setFile(file(media).getFile().toBuilder()
                                                .setBytes(11))
                                        .build())
                        .getProblem()
                        .getCode())
                .isEqualTo("INVALID_FIELD");
        assertThat(send(
                                "ann",
                                "cid-3",
                                Content.newBuilder()
                                        .setFile(file(media).getFile().toBuilder()
                                                .setMime("application/pdf"))
                                        .build())
                        .getProblem()
                        .getCode())
                .isEqualTo("INVALID_FIELD");
        assertThat(send("ann", "cid-4", image("https://files.example/cat.jpg")).hasAccepted())
                .isTrue();
    }

    // B74: by its bytes, whatever it is called
    @Test
    void refusesTypesThatAreNotTaken() {
        for (String bytes : List.of(
                "<html><body><script>alert(1)</script></body></html>",
                "<!DOCTYPE html>\n<p>",
                "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
                "#!/bin/sh\nrm -rf /\n",
                "MZ\u0000\u0001\u0002\u0003\u0004 a program",
                "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007")) {
            Answer refused = rest.send(rest.request("ann", MEDIA + "?name=cat.png")
                    .header("Content-Type", "image/png")
                    .POST(BodyPublishers.ofByteArray(bytes.getBytes(StandardCharsets.ISO_8859_1))));
            assertThat(refused.status()).as(bytes).isEqualTo(415);
            assertThat(refused.code()).isEqualTo("UNSUPPORTED_MEDIA");
        }
        Answer form = rest.send(rest.request("ann", MEDIA)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString("--x--")));
        assertThat(form.status()).isEqualTo(415);
    }

    // B71, B74
    @Test
    void refusesNamesThatArePaths() {
        for (String name : List.of("../a.txt", "a%2Fb", "a%5Cb", "..", ".", "a%0D%0Ab", "x".repeat(256))) {
            Answer refused = upload("ann", name, text(10));
            assertThat(refused.status()).as(name).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).isEqualTo("name");
        }
        assertThat(upload("ann", "x".repeat(255), text(10)).status()).isEqualTo(201);
    }

    // B67
    @Test
    void refusesWhatIsTooLargeOrEmpty() {
        Answer empty = upload("ann", "a.txt", new byte[0]);
        assertThat(empty.status()).isEqualTo(400);
        Answer unknown = rest.send(rest.request("ann", MEDIA)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text(10)))));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("field").asText()).isEqualTo("Content-Length");
        byte[] image = Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 200 * 1024 + 1);
        Answer large = upload("ann", "a.png", image);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.code()).isEqualTo("FRAME_TOO_LARGE");
    }

    @Test
    void aUserHasAQuotaAndAnAppHasOne() {
        String user = "quota-" + group;
        assertThat(upload(user, "a.txt", text(1024 * 1024 - 10)).status()).isEqualTo(201);
        Answer full = upload(user, "a.txt", text(11));
        assertThat(full.status()).isEqualTo(422);
        assertThat(full.code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(upload(user, "a.txt", "<html>".getBytes(StandardCharsets.US_ASCII))
                        .status())
                .isEqualTo(415);
        assertThat(upload(user, "a.txt", text(10)).status()).isEqualTo(201);
        assertThat(upload(user, "a.txt", text(1)).status()).isEqualTo(422);
    }
}
