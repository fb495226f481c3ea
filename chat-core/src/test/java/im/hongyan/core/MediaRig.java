package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.File;
import im.hongyan.wire.frame.Image;
import im.hongyan.wire.frame.Send;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the tests of files do with some. */
abstract class MediaRig extends GroupRig {
    static final String MEDIA = "/api/v1/media";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static byte[] text(int bytes) {
        return "All work and no play makes a dull boy.\n"
                .repeat(bytes / 39 + 1)
                .substring(0, bytes)
                .getBytes(StandardCharsets.US_ASCII);
    }

    Answer upload(String user, String name, byte[] bytes) {
        return rest.send(rest.request(user, MEDIA + "?name=" + name).POST(BodyPublishers.ofByteArray(bytes)));
    }

    /** The id of a file of this user. */
    String uploaded(String user, byte[] bytes) {
        Answer answer = upload(user, "a.txt", bytes);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
        return answer.json().path("media").asText();
    }

    static HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    HttpResponse<byte[]> download(String user, String media) {
        return bytes(rest.request(user, MEDIA + "/" + media));
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it came true in time").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static Content file(String media) {
        return Content.newBuilder()
                .setFile(File.newBuilder().setMedia(media).setName("notes.txt"))
                .build();
    }

    static Content image(String media) {
        return Content.newBuilder().setImage(Image.newBuilder().setMedia(media)).build();
    }

    /** Into the group of this test. */
    SendResult send(String user, String clientMessageId, Content content) {
        return send(
                user,
                Send.newBuilder()
                        .setConversation("g:" + group)
                        .setClientMessageId(clientMessageId)
                        .setContent(content)
                        .build());
    }

    SendResult send(String user, Send send) {
        SendBatch batch = SendBatch.newBuilder()
                .setPrincipal(principal(user))
                .addSends(send)
                .build();
        return Objects.requireNonNull(core.call(Calls.SEND, batch).block(Duration.ofSeconds(30)))
                .getResults(0);
    }
}
