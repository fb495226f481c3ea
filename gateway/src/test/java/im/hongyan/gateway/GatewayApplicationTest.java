package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.gateway.transport.TestClient;
import im.hongyan.gateway.transport.WebSocketClient;
import im.hongyan.gateway.transport.tcp.TcpTransport;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallLimits;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.rsocket.RSocketCallServer;
import im.hongyan.local.TestServers;
import im.hongyan.local.machine.Ports;
import im.hongyan.wire.frame.FrameType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway as it runs in a cluster, on a real Redis and a real RabbitMQ; chat-core is a double behind a real socket. */
class GatewayApplicationTest {
    private static final String SECRET = "a-secret-of-this-test-alone";

    @Test
    void letsAClientIn() throws Exception {
        RSocketCallServer core = core(new CoreDouble());
        int http = Ports.free();
        int management = Ports.free();
        try (ConfigurableApplicationContext gateway = GatewayApplication.run(
                "--server.port=" + http,
                "--management.server.port=" + management,
                "--hongyan.gateway.transport.tcp-host=127.0.0.1",
                "--hongyan.gateway.transport.tcp-port=0",
                "--hongyan.redis.uri=" + TestServers.redis(),
                "--hongyan.link.event.uri=" + TestServers.rabbit(),
                "--hongyan.link.event.prefix=gateway-application",
                "--hongyan.link.call.secret=" + SECRET,
                "--hongyan.link.call.services.chat-core=127.0.0.1:" + core.port())) {
            try (TestClient tcp = TcpClient.connect(Objects.requireNonNull(
                            gateway.getBean(TcpTransport.class).address()));
                    TestClient web = WebSocketClient.text(URI.create("ws://127.0.0.1:" + http + "/ws"))) {
                tcp.send(GatewayContext.hello("ann"));
                web.send(GatewayContext.hello("ben"));
                GatewayTest.await(tcp, FrameType.WELCOME);
                GatewayTest.await(web, FrameType.WELCOME);
            }
            assertThat(status(management, "/actuator/health")).isEqualTo(200);
            assertThat(status(management, "/actuator/prometheus")).isEqualTo(200);
            assertThat(status(http, "/actuator/health")).isEqualTo(404);
        } finally {
            core.stop();
        }
    }

    private static RSocketCallServer core(CoreDouble core) {
        CallHandlers handlers = new CallHandlers();
        handlers.onCall(Calls.OPEN_SESSION, request -> core.call(Calls.OPEN_SESSION, request));
        handlers.onStream(Calls.HEADS, request -> core.stream(Calls.HEADS, request));
        CallProperties properties = new CallProperties(
                null,
                SECRET,
                Map.of(),
                CallLimits.defaults(),
                CallProperties.Connect.defaults(),
                CallProperties.Serve.defaults());
        RSocketCallServer server = new RSocketCallServer(handlers, 0, properties, new SimpleMeterRegistry());
        server.start();
        return server;
    }

    private static int status(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
