package im.hongyan.core;

import im.hongyan.core.RestRig.Answer;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.link.call.CallClient;
import im.hongyan.link.proto.Principal;
import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Chat-core as a whole on a real server, real Redis and a real database. */
@SpringBootTest(
        classes = CoreTestApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.name=chat-core",
            "hongyan.core.account.profile=development",
            "hongyan.core.account.password.waiting=20",
            "hongyan.core.account.login.attempts.per-address=30",
            "hongyan.core.request.user-burst=1000",
            "hongyan.core.group.max-members=1200",
            "hongyan.core.inbox.setting.pins=3",
            "hongyan.core.group.announce-again-after=500ms",
            "hongyan.core.media.type.image-size=200KB",
            "hongyan.core.media.user-size=1MB",
            "hongyan.core.media.upload.open=4",
            "hongyan.core.media.store.folder=${java.io.tmpdir}/hongyan-media-${random.uuid}"
        })
@AutoConfigureObservability(tracing = false)
@SuppressWarnings("NullAway.Init")
abstract class CoreApplicationRig {
    static final String GROUPS = "/api/v1/groups";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Autowired
    @Qualifier("chat-core") CallClient core;

    @Autowired
    LogDouble log;

    @LocalServerPort
    private int port;

    RestRig rest;
    final String group = "team-" + NAMES.incrementAndGet();

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("hongyan.redis.uri", TestServers::redis);
        MariaDb server = TestServers.mariadb();
        String database = server.database("application");
        properties.add("spring.r2dbc.url", () -> server.r2dbcUrl(database));
        properties.add("spring.r2dbc.username", server::user);
        properties.add("spring.r2dbc.password", server::password);
        properties.add("spring.flyway.url", () -> server.jdbcUrl(database));
    }

    @BeforeEach
    void connect() {
        rest = new RestRig(port);
    }

    Answer create(String user, String... members) {
        return rest.post(
                user, GROUPS, "{\"id\":\"" + group + "\",\"name\":\"Team\",\"members\":" + list(members) + "}");
    }

    static String list(String... users) {
        return "["
                + String.join(
                        ",",
                        List.of(users).stream().map(user -> '"' + user + '"').toList()) + "]";
    }

    static Principal principal(String user) {
        return Principal.newBuilder()
                .setTenant("default")
                .setUser(user)
                .setDevice("phone")
                .build();
    }
}
