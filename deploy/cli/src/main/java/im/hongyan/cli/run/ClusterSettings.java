package im.hongyan.cli.run;

import im.hongyan.local.ApplicationServer;
import im.hongyan.local.ApplicationServer.Kind;
import im.hongyan.local.MariaDb;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the applications of a local cluster are configured. Everything listens on loopback. */
final class ClusterSettings {

    static final String DATABASE = "hongyan";

    private final ClusterShape shape;
    private final ClusterPorts ports;
    private final MariaDb database;
    private final String rabbitUri;
    private final String redisUri;

    ClusterSettings(ClusterShape shape, MariaDb database, String rabbitUri, String redisUri) {
        this.shape = shape;
        this.ports = new ClusterPorts(shape.basePort());
        this.database = database;
        this.rabbitUri = rabbitUri;
        this.redisUri = redisUri;
    }

    /** The configuration properties of the application of this kind and number (counted from 0), without its HTTP port. */
    Map<String, String> of(Kind kind, int index) {
        Map<String, String> settings = new TreeMap<>(shared());
        switch (kind) {
            case GATEWAY -> {
                settings.put("hongyan.gateway.transport.tcp-host", "127.0.0.1");
                settings.put("hongyan.gateway.transport.tcp-port", Integer.toString(ports.gatewayTcp(index)));
                settings.put(ApplicationServer.MANAGEMENT_PORT, Integer.toString(ports.gatewayManagement(index)));
            }
            case CHAT_CORE -> {
                settings.putAll(databaseSettings());
                settings.put("hongyan.core.account.profile", "development");
                settings.put("hongyan.link.call.port", Integer.toString(ports.coreCalls(index)));
            }
            case PERSISTENCE -> {
                settings.putAll(databaseSettings());
                settings.put("hongyan.link.call.port", Integer.toString(ports.persistenceCalls(index)));
            }
        }
        return settings;
    }

    private Map<String, String> shared() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "server.address",
                "127.0.0.1",
                "hongyan.redis.uri",
                redisUri,
                "hongyan.link.event.uri",
                rabbitUri,
                "hongyan.link.call.serve.host",
                "127.0.0.1",
                "hongyan.link.call.secret",
                shape.secret()));
        if (shape.nacos()) {
            settings.put("spring.cloud.nacos.discovery.enabled", "true");
            settings.put("spring.cloud.nacos.discovery.server-addr", "127.0.0.1:" + ports.nacos());
            settings.put("spring.cloud.nacos.discovery.ip", "127.0.0.1");
        } else {
            settings.put("hongyan.link.call.services.chat-core", addresses(shape.cores(), ports::coreCalls));
            settings.put(
                    "hongyan.link.call.services.persistence", addresses(shape.persistences(), ports::persistenceCalls));
            IntStream.range(0, shape.cores())
                    .forEach(index -> settings.put(
                            "spring.cloud.discovery.client.simple.instances.chat-core[" + index + "].uri",
                            "http://127.0.0.1:" + ports.coreHttp(index)));
        }
        return settings;
    }

    private Map<String, String> databaseSettings() {
        return Map.of(
                "spring.r2dbc.url", database.r2dbcUrl(DATABASE),
                "spring.r2dbc.username", database.user(),
                "spring.r2dbc.password", database.password(),
                "spring.flyway.url", database.jdbcUrl(DATABASE),
                "spring.flyway.user", database.user(),
                "spring.flyway.password", database.password());
    }

    private static String addresses(int count, IntUnaryOperator port) {
        return IntStream.range(0, count)
                .mapToObj(index -> "127.0.0.1:" + port.applyAsInt(index))
                .collect(Collectors.joining(","));
    }
}
