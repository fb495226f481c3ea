package im.hongyan.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallLimits;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.discovery.Target;
import im.hongyan.link.call.rsocket.RSocketCallServer;
import im.hongyan.link.call.rsocket.RSocketCalls;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventShards;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import im.hongyan.local.machine.Ports;
import im.hongyan.persistence.store.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Persistence as it runs in a cluster, on a real Redis, RabbitMQ and MariaDB. */
class PersistenceApplicationTest {
    private static final String SECRET = "a-secret-of-this-test-alone";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void storesWhatIsPublishedAndTellsIt() throws Exception {
        int http = Ports.free();
        MariaDb server = TestServers.mariadb();
        String database = server.database("application");
        try (ConfigurableApplicationContext persistence = PersistenceApplication.run(
                        "--server.port=" + http,
                        "--hongyan.redis.uri=" + TestServers.redis(),
                        "--hongyan.link.event.uri=" + TestServers.rabbit(),
                        "--hongyan.link.event.prefix=persistence-application",
                        "--hongyan.link.call.port=0",
                        "--hongyan.link.call.secret=" + SECRET,
                        "--spring.r2dbc.url=" + server.r2dbcUrl(database),
                        "--spring.r2dbc.username=" + server.user(),
                        "--spring.r2dbc.password=" + server.password(),
                        "--spring.flyway.url=" + server.jdbcUrl(database));
                RSocketCalls calls =
                        calls(persistence.getBean(RSocketCallServer.class).port())) {
            assertThat(idleTransactionSeconds(persistence)).isEqualTo(5);
            publish(persistence, Samples.event(Samples.DIRECT, 1, "alice", "cid-1"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(CallException.class)
                    .until(() -> head(calls) == 1);
            assertThat(status(http, "/actuator/health")).isEqualTo(200);
            assertThat(status(http, "/actuator/prometheus")).isEqualTo(200);
        }
    }

    /** What MariaDB was told with the connection. */
    private static long idleTransactionSeconds(ConfigurableApplicationContext persistence) {
        return Objects.requireNonNull(DatabaseClient.create(persistence.getBean(ConnectionFactory.class))
                .sql("SELECT @@idle_transaction_timeout AS seconds")
                .map(row -> Objects.requireNonNull(row.get("seconds", Long.class)))
                .one()
                .block(PATIENCE));
    }

    private static void publish(ConfigurableApplicationContext persistence, MessageEvent event) {
        EventPublisher events = persistence.getBean(EventPublisher.class);
        EventShards shards = persistence.getBean(EventShards.class);
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreException(EventException.class)
                .until(() -> {
                    events.publish(shards.of(event.getTenant(), event.getConversation()), event.toByteString())
                            .block(PATIENCE);
                    return true;
                });
    }

    private static long head(RSocketCalls calls) {
        ReadHeads query = ReadHeads.newBuilder()
                .setTenant(Samples.DIRECT.tenant())
                .addConversations(Samples.DIRECT.conversation())
                .build();
        return Objects.requireNonNull(calls.call(Calls.READ_HEADS, query).block(PATIENCE))
                .getHeads(0)
                .getHead();
    }

    private static RSocketCalls calls(int port) {
        CallProperties properties = new CallProperties(
                null,
                SECRET,
                Map.of(),
                CallLimits.defaults(),
                CallProperties.Connect.defaults(),
                CallProperties.Serve.defaults());
        Flux<List<Target>> targets = Flux.just(List.of(new Target("127.0.0.1", port)));
        return new RSocketCalls("persistence", targets, properties, new SimpleMeterRegistry());
    }

    private static int status(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
