package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.gateway.transport.TestClient;
import im.hongyan.gateway.transport.WebSocketClient;
import im.hongyan.link.http.ClientAddressHeader;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.SessionsRevoked;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The way of one message through a gateway, on real sockets. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private GatewayContext gateway;
    private DisposableServer core;

    @BeforeAll
    void start() {
        core = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get(
                                "/api/v1/who/where",
                                (request, response) -> response.sendString(Mono.just(String.join(
                                        ",", request.requestHeaders().getAll(ClientAddressHeader.NAME)))))
                        .get(
                                "/api/v1/{rest}",
                                (request, response) -> response.sendString(Mono.just("core says " + request.uri())))
                        .get(
                                "/.well-known/{file}",
                                (request, response) -> response.sendString(Mono.just("core says " + request.uri())))
                        .get(
                                "/actuator/health/liveness",
                                (request, response) -> response.sendString(Mono.just("alive"))))
                .bindNow();
        gateway = GatewayContext.start(Map.of(
                "spring.cloud.discovery.client.simple.instances.chat-core[0].uri", "http://127.0.0.1:" + core.port()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        core.disposeNow();
    }

    static Frame await(TestClient client, FrameType type) {
        Frame frame = client.receive(PATIENCE);
        while (frame != null && frame.type() != type) {
            frame = client.receive(PATIENCE);
        }
        return Objects.requireNonNull(frame, () -> "no " + type);
    }

    private static Frame text(String peer, String clientMessageId, String text) {
        return new Frame(
                FrameType.SEND,
                2,
                Send.newBuilder()
                        .setPeer(peer)
                        .setClientMessageId(clientMessageId)
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText(text)))
                        .build());
    }

    @Test
    void carriesAMessageBetweenEveryKindOfClient() {
        try (TestClient tcp = TcpClient.connect(gateway.tcp());
                TestClient binary = WebSocketClient.binary(gateway.webSocket());
                TestClient json = WebSocketClient.text(gateway.webSocket())) {
            Map<String, TestClient> clients = Map.of("ann", tcp, "ben", binary, "cleo", json);
            clients.forEach((user, client) -> {
                client.send(GatewayContext.hello(user));
                await(client, FrameType.WELCOME);
            });
            for (String from : clients.keySet()) {
                for (String to : clients.keySet()) {
                    if (!from.equals(to)) {
                        clients.get(from).send(text(to, from + "-" + to, "from " + from + " 鸿雁"));
                        Accepted accepted = (Accepted)
                                await(clients.get(from), FrameType.ACCEPTED).body();
                        Deliver deliver = (Deliver)
                                await(clients.get(to), FrameType.DELIVER).body();
                        assertThat(deliver.getMessage().getSequence()).isEqualTo(accepted.getSequence());
                        assertThat(deliver.getMessage().getContent().getText().getText())
                                .isEqualTo("from " + from + " 鸿雁");
                        assertThat(((Deliver) await(clients.get(from), FrameType.DELIVER)
                                                .body())
                                        .getMessage())
                                .isEqualTo(deliver.getMessage());
                    }
                }
            }
        }
    }

    /** B35, the half of the gateway. */
    @Test
    void aLogoutClosesTheSocketsOfItsLoginWithTheReason() {
        try (TestClient tcp = TcpClient.connect(gateway.tcp());
                TestClient json = WebSocketClient.text(gateway.webSocket());
                TestClient other = WebSocketClient.binary(gateway.webSocket())) {
            enter(tcp, "dora!first", "phone");
            enter(json, "dora!first", "tablet");
            enter(other, "dora!second", "laptop");

            gateway.get(EventsDouble.class)
                    .tell(
                            gateway.get(Node.class).name(),
                            NodeEvent.newBuilder()
                                    .setTenant("default")
                                    .setSessionsRevoked(SessionsRevoked.newBuilder()
                                            .setUser("dora")
                                            .setCode("SESSION_REVOKED")
                                            .addSids("first"))
                                    .build());

            for (TestClient ended : List.of(tcp, json)) {
                Goodbye goodbye = (Goodbye) await(ended, FrameType.GOODBYE).body();
                assertThat(goodbye.getCode()).isEqualTo("SESSION_REVOKED");
                assertThat(goodbye.getReconnect()).isFalse();
                assertThat(ended.isClosedWithin(PATIENCE)).isTrue();
            }
            other.send(new Frame(FrameType.PING, 3, Ping.getDefaultInstance()));
            await(other, FrameType.PONG);
        }
    }

    private static void enter(TestClient client, String user, String device) {
        Hello hello = Hello.newBuilder()
                .setCredential("user:" + user)
                .setDevice(device)
                .build();
        client.send(new Frame(FrameType.HELLO, 1, hello));
        await(client, FrameType.WELCOME);
    }

    @Test
    void handsTheRestApiAndTheKeysToChatCore() throws Exception {
        for (String path : List.of("/api/v1/groups", "/.well-known/jwks.json")) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).isEqualTo("core says " + path);
        }
    }

    @Test
    void tellsChatCoreWhereTheClientIsWhateverTheClientSays() throws Exception {
        URI where = URI.create("http://127.0.0.1:" + gateway.httpPort() + "/api/v1/who/where");
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(where)
                                .header(ClientAddressHeader.NAME, "203.0.113.7")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("127.0.0.1");
    }

    @Test
    void servesHealthAndMetersOnItsManagementPort() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        String management = "http://127.0.0.1:" + gateway.managementPort() + "/actuator/";

        for (String path : List.of("health", "prometheus")) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(management + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).contains(path.equals("health") ? "UP" : "hongyan_gateway_connections");
        }
    }
}
