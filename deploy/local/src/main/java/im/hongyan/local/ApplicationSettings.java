package im.hongyan.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the applications of a cluster on this machine are configured, each without its HTTP port. Everything listens on
 * loopback. The address of the broker is told for each, since a test may put something between.
 */
public final class ApplicationSettings {
    /** The name of the applications' database. */
    public static final String DATABASE = "hongyan";

    private final Servers servers;
    private final Callees callees;
    private final String secret;

    /**
     * What all applications stand on.
     *
     * @param media the folder of files that all chat-cores share
     * @param nacos the address of the Nacos that they find each other through; null: by the lists of {@link Callees}
     */
    public record Servers(
            MariaDb database,
            String redisUri,
            Path media,
            @Nullable String nacos) {}

    /** The ports of those that are called: chat-core's HTTP, and where calls come in. */
    public record Callees(List<Integer> coreHttp, List<Integer> coreCalls, List<Integer> persistenceCalls) {}

    /**
     * The settings of one cluster.
     *
     * @param secret what its processes prove to each other
     */
    public ApplicationSettings(Servers servers, Callees callees, String secret) {
        this.servers = servers;
        this.callees = callees;
        this.secret = secret;
    }

    public Map<String, String> gateway(String rabbitUri, int tcpPort, int managementPort) {
        Map<String, String> settings = shared(rabbitUri);
        settings.put("hongyan.gateway.transport.tcp-host", "127.0.0.1");
        settings.put("hongyan.gateway.transport.tcp-port", Integer.toString(tcpPort));
        settings.put(ApplicationServer.MANAGEMENT_PORT, Integer.toString(managementPort));
        return settings;
    }

    public Map<String, String> chatCore(String rabbitUri, int callPort) {
        Map<String, String> settings = called(rabbitUri, callPort);
        settings.put("hongyan.core.account.profile", "development");
        settings.put("hongyan.core.media.store.folder", servers.media().toString());
        return settings;
    }

    public Map<String, String> persistence(String rabbitUri, int callPort) {
        return called(rabbitUri, callPort);
    }

    private Map<String, String> called(String rabbitUri, int callPort) {
        Map<String, String> settings = shared(rabbitUri);
        settings.put("hongyan.link.call.port", Integer.toString(callPort));
        MariaDb database = servers.database();
        settings.put("spring.r2dbc.url", database.r2dbcUrl(DATABASE));
        settings.put("spring.r2dbc.username", database.user());
        settings.put("spring.r2dbc.password", database.password());
        settings.put("spring.flyway.url", database.jdbcUrl(DATABASE));
        settings.put("spring.flyway.user", database.user());
        settings.put("spring.flyway.password", database.password());
        return settings;
    }

    private Map<String, String> shared(String rabbitUri) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("server.address", "127.0.0.1");
        settings.put("hongyan.redis.uri", servers.redisUri());
        settings.put("hongyan.link.event.uri", rabbitUri);
        settings.put("hongyan.link.call.serve.host", "127.0.0.1");
        settings.put("hongyan.link.call.secret", secret);
        String nacos = servers.nacos();
        if (nacos != null) {
            settings.put("spring.cloud.nacos.discovery.enabled", "true");
            settings.put("spring.cloud.nacos.discovery.server-addr", nacos);
            settings.put("spring.cloud.nacos.discovery.ip", "127.0.0.1");
        } else {
            settings.put("hongyan.link.call.services.chat-core", addresses(callees.coreCalls()));
            settings.put("hongyan.link.call.services.persistence", addresses(callees.persistenceCalls()));
            for (int i = 0; i < callees.coreHttp().size(); i++) {
                settings.put(
                        "spring.cloud.discovery.client.simple.instances.chat-core[" + i + "].uri",
                        "http://127.0.0.1:" + callees.coreHttp().get(i));
            }
        }
        return settings;
    }

    private static String addresses(List<Integer> ports) {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }
}
