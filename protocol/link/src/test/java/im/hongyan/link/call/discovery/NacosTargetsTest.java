package im.hongyan.link.call.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.NacosFactory;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.pojo.Instance;
import im.hongyan.local.NacosServer;
import im.hongyan.local.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** On a real Nacos, which is killed here and there. */
@SuppressWarnings("NullAway.Init")
class NacosTargetsTest {
    private static final String GROUP = "DEFAULT_GROUP";
    private static final Target ONE = new Target("127.0.0.1", 7001);
    private static final Target TWO = new Target("127.0.0.1", 7002);

    private static NacosServer server;

    private final List<NamingService> services = new ArrayList<>();
    private final List<Disposable> followers = new ArrayList<>();

    @BeforeAll
    static void start() {
        System.setProperty("JM.LOG.PATH", TestServers.newFolder("nacos-log").toString());
        System.setProperty(
                "JM.SNAPSHOT.PATH", TestServers.newFolder("nacos-cache").toString());
        server = TestServers.newNacos();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void leave() throws NacosException {
        followers.forEach(Disposable::dispose);
        for (NamingService each : services) {
            each.shutDown();
        }
    }

    @Test
    void followsWhatIsRegistered() throws NacosException {
        List<List<Target>> lists = follow("core");
        NamingService first = register("core", instance(8001, Map.of("call-port", "7001")));
        await(lists, List.of(ONE));
        register("core", instance(8002, Map.of("call-port", "7002")));
        await(lists, List.of(ONE, TWO));
        first.deregisterInstance("core", GROUP, "127.0.0.1", 8001);
        await(lists, List.of(TWO));
    }

    @Test
    void leavesOutWhoDoesNotSayWhereCallsGo() throws NacosException {
        List<List<Target>> lists = follow("odd");
        register("odd", instance(8001, Map.of()));
        register("odd", instance(8002, Map.of("call-port", "")));
        register("odd", instance(8003, Map.of("call-port", "70000")));
        register("odd", instance(8004, Map.of("call-port", "7002")));
        await(lists, List.of(TWO));
        assertThat(lists).containsExactly(List.of(TWO));
    }

    @Test
    void keepsTheLastListWhenTheLastInstanceGoes() throws NacosException {
        List<List<Target>> lists = follow("lonely");
        NamingService only = register("lonely", instance(8001, Map.of("call-port", "7001")));
        await(lists, List.of(ONE));
        only.deregisterInstance("lonely", GROUP, "127.0.0.1", 8001);
        register("lonely", instance(8002, Map.of("call-port", "7002")));
        await(lists, List.of(TWO));
        assertThat(lists).doesNotContain(List.of());
    }

    @Test
    void livesWithoutNacosAndStartsWithoutItToo() throws NacosException {
        List<List<Target>> lists = follow("steady");
        register("steady", instance(8001, Map.of("call-port", "7001")));
        await(lists, List.of(ONE));
        server.kill();
        List<List<Target>> begunWithout = follow("steady");
        await(begunWithout, List.of(ONE));
        server.start();
        // Nacos has forgotten everything; who was registered registers again by itself.
        register("steady", instance(8002, Map.of("call-port", "7002")));
        await(lists, List.of(ONE, TWO));
        await(begunWithout, List.of(ONE, TWO));
        assertThat(lists).doesNotContain(List.of());
    }

    private List<List<Target>> follow(String service) throws NacosException {
        List<List<Target>> lists = new CopyOnWriteArrayList<>();
        NamingService client = service();
        followers.add(new NacosTargets(() -> client, GROUP).of(service).subscribe(lists::add));
        return lists;
    }

    private static void await(List<List<Target>> lists, List<Target> expected) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> !lists.isEmpty() && lists.getLast().equals(expected));
    }

    private NamingService service() throws NacosException {
        Properties properties = new Properties();
        properties.setProperty("serverAddr", server.address());
        properties.setProperty("namingLoadCacheAtStart", "true");
        properties.setProperty("namingPushEmptyProtection", "true");
        NamingService created = NacosFactory.createNamingService(properties);
        services.add(created);
        return created;
    }

    // A client of its own: for Nacos a client is at most one instance of a service.
    private NamingService register(String service, Instance instance) throws NacosException {
        NamingService client = service();
        client.registerInstance(service, GROUP, instance);
        return client;
    }

    private static Instance instance(int port, Map<String, String> metadata) {
        Instance instance = new Instance();
        instance.setIp("127.0.0.1");
        instance.setPort(port);
        instance.setMetadata(metadata);
        return instance;
    }
}
