package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.rig.LogDouble;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallLimits;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.discovery.Target;
import im.hongyan.link.call.rsocket.RSocketCallServer;
import im.hongyan.link.call.rsocket.RSocketCalls;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import im.hongyan.local.machine.Ports;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;

/** Chat-core as it runs in a cluster, on a real Redis, RabbitMQ and MariaDB; persistence is a double behind a real socket. */
class ChatCoreApplicationTest {
    private static final CallProperties CALLS = new CallProperties(
            null,
            "a-secret-of-this-test-alone",
            Map.of(),
            CallLimits.defaults(),
            CallProperties.Connect.defaults(),
            CallProperties.Serve.defaults());
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void opensASessionAndAcceptsAMessage() {
        RSocketCallServer persistence = persistence(new LogDouble());
        int http = Ports.free();
        MariaDb server = TestServers.mariadb();
        String database = server.database("cluster");
        try (ConfigurableApplicationContext core = ChatCoreApplication.run(
                        "--server.port=" + http,
                        "--hongyan.core.account.profile=development",
                        "--hongyan.redis.uri=" + TestServers.redis(),
                        "--hongyan.link.event.uri=" + TestServers.rabbit(),
                        "--hongyan.link.event.prefix=core-application",
                        "--hongyan.link.call.port=0",
                        "--hongyan.link.call.secret=" + CALLS.secret(),
                        "--hongyan.link.call.services.persistence=127.0.0.1:" + persistence.port(),
                        "--spring.r2dbc.url=" + server.r2dbcUrl(database),
                        "--spring.r2dbc.username=" + server.user(),
                        "--spring.r2dbc.password=" + server.password(),
                        "--spring.flyway.url=" + server.jdbcUrl(database));
                RSocketCalls calls = calls(core.getBean(RSocketCallServer.class).port())) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(CallException.class)
                    .until(() -> open(calls).getPrincipal().getUser().equals("ann"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(CallException.class)
                    .until(() -> send(calls).hasAccepted());
            RestRig rest = new RestRig(http);
            assertThat(rest.send(rest.request(null, "/api/v1/groups")).status()).isEqualTo(401);
            assertThat(rest.send(rest.request(null, "/actuator/health")).status())
                    .isEqualTo(200);
            assertThat(rest.send(rest.request(null, "/actuator/health/liveness"))
                            .status())
                    .isEqualTo(200);
        } finally {
            persistence.stop();
        }
    }

    private static OpenedSession open(RSocketCalls calls) {
        Hello hello = Hello.newBuilder()
                .setCredential(TokenRig.token("default", "ann"))
                .setDevice("phone")
                .build();
        OpenSession request = OpenSession.newBuilder().setHello(hello).build();
        return Objects.requireNonNull(calls.call(Calls.OPEN_SESSION, request).block(PATIENCE));
    }

    private static SendResult send(RSocketCalls calls) {
        Send send = Send.newBuilder()
                .setPeer("ben")
                .setClientMessageId("cid-1")
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText("hello")))
                .build();
        Principal ann = Principal.newBuilder()
                .setTenant("default")
                .setUser("ann")
                .setDevice("phone")
                .build();
        SendBatch batch =
                SendBatch.newBuilder().setPrincipal(ann).addSends(send).build();
        return Objects.requireNonNull(calls.call(Calls.SEND, batch).block(PATIENCE))
                .getResults(0);
    }

    private static RSocketCallServer persistence(LogDouble log) {
        CallHandlers handlers = new CallHandlers();
        handlers.onCall(Calls.READ_HEADS, request -> log.call(Calls.READ_HEADS, request));
        handlers.onCall(Calls.FIND, request -> log.call(Calls.FIND, request));
        handlers.onStream(Calls.READ_LOG, request -> log.stream(Calls.READ_LOG, request));
        RSocketCallServer server = new RSocketCallServer(handlers, 0, CALLS, new SimpleMeterRegistry());
        server.start();
        return server;
    }

    private static RSocketCalls calls(int port) {
        Flux<List<Target>> targets = Flux.just(List.of(new Target("127.0.0.1", port)));
        return new RSocketCalls("chat-core", targets, CALLS, new SimpleMeterRegistry());
    }
}
