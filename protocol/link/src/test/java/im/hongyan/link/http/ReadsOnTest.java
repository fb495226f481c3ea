package im.hongyan.link.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What is told of {@link ReadsOn}, on real sockets. */
@Timeout(120)
class ReadsOnTest {
    private static final int PATIENCE_MILLIS = 60_000;

    private static final Duration A_MOMENT = Duration.ofMillis(20);

    private DisposableServer server;

    @BeforeEach
    void start() {
        server = new ReadsOn()
                .apply(HttpServer.create().host("127.0.0.1").port(0))
                .route(routes -> routes.get(
                                "/late",
                                (request, response) ->
                                        response.sendString(Mono.delay(A_MOMENT).map(word -> "late")))
                        .get("/{word}", (request, response) -> response.sendString(Mono.just(request.path())))
                        .post(
                                "/{word}",
                                (request, response) -> response.status(404).send()))
                .bindNow();
    }

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void servesOnAfterRequestsThatCameTogether() throws IOException {
        try (Socket socket = connect()) {
            BufferedReader answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            for (int round = 0; round < 20; round++) {
                ask(socket, get("late") + get("two"));
                assertThat(status(answers)).isEqualTo("HTTP/1.1 200 OK");
                assertThat(status(answers)).isEqualTo("HTTP/1.1 200 OK");
                ask(socket, get("three"));
                assertThat(status(answers)).as("round %d", round).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void servesOnAfterBodiesThatNobodyReads() throws IOException {
        try (Socket socket = connect()) {
            BufferedReader answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            for (int round = 0; round < 20; round++) {
                ask(socket, get("late") + post("two"));
                assertThat(status(answers)).isEqualTo("HTTP/1.1 200 OK");
                assertThat(status(answers)).isEqualTo("HTTP/1.1 404 Not Found");
                ask(socket, get("three"));
                assertThat(status(answers)).as("round %d", round).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String get(String path) {
        return "GET /" + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String post(String path) {
        return "POST /" + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
    }

    private static void ask(Socket socket, String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Of the next answer, whose body is read away. */
    private static String status(BufferedReader answers) throws IOException {
        String status = answers.readLine();
        int length = 0;
        for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
            if (line.equalsIgnoreCase("transfer-encoding: chunked")) {
                length = -1;
            }
        }
        if (length < 0) {
            for (String line = answers.readLine(); line != null && !line.equals("0"); line = answers.readLine()) {}
            answers.readLine();
        } else {
            for (int i = 0; i < length; i++) {
                answers.read();
            }
        }
        return status;
    }
}
