package im.hongyan.e2e.world;

import im.hongyan.client.transport.Endpoint;
import im.hongyan.e2e.proxy.FaultProxy;
import im.hongyan.local.ApplicationServer;
import im.hongyan.local.ApplicationServer.Kind;
import im.hongyan.local.ApplicationSettings;
import im.hongyan.local.ApplicationSettings.Callees;
import im.hongyan.local.ApplicationSettings.Servers;
import im.hongyan.local.LocalServer;
import im.hongyan.local.MariaDb;
import im.hongyan.local.MariaDbServer;
import im.hongyan.local.NacosServer;
import im.hongyan.local.Purpose;
import im.hongyan.local.RabbitServer;
import im.hongyan.local.RedisServer;
import im.hongyan.local.TestServers;
import im.hongyan.local.machine.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of real processes on real servers of this machine, private to the tests, ended with this JVM. The first chat-core
 * and all persistence processes reach the broker through a {@link FaultProxy} each.
 */
public final class ClusterSite implements Site {
    private static final String SECRET = "a-secret-that-only-these-processes-share";

    private final RedisServer redis;
    private final RabbitServer rabbit;
    private final MariaDbServer mariadb;
    private final Path media = TestServers.newFolder("media");
    private final @Nullable NacosServer nacos;
    private final FaultProxy coreToBroker;
    private final List<FaultProxy> writersToBroker = new ArrayList<>();
    private final List<ApplicationServer> gateways = new ArrayList<>();
    private final List<ApplicationServer> cores = new ArrayList<>();
    private final List<ApplicationServer> persistences = new ArrayList<>();
    private final List<Integer> coreCalls = new ArrayList<>();
    private final List<Integer> persistenceCalls = new ArrayList<>();
    private final List<Integer> coreHttp = new ArrayList<>();
    private final List<Integer> tcpPorts = new ArrayList<>();

    private ClusterSite(Size size) {
        List<LocalServer> servers =
                inParallel(List.of(TestServers::newRedis, TestServers::newRabbit, TestServers::newMariaDb));
        redis = (RedisServer) servers.get(0);
        rabbit = (RabbitServer) servers.get(1);
        mariadb = (MariaDbServer) servers.get(2);
        nacos = size.nacos() ? TestServers.newNacos() : null;
        mariadb.account().create(ApplicationSettings.DATABASE);
        coreToBroker = FaultProxy.to("127.0.0.1", rabbit.port());
        ports(size.cores(), coreCalls, coreHttp);
        ports(size.persistences(), persistenceCalls);
        for (int i = 0; i < size.cores(); i++) {
            cores.add(core(i));
        }
        for (int i = 0; i < size.persistences(); i++) {
            writersToBroker.add(FaultProxy.to("127.0.0.1", rabbit.port()));
            persistences.add(persistence(i));
        }
        for (int i = 0; i < size.gateways(); i++) {
            gateways.add(gateway());
        }
        start(applications());
    }

    /** How many of each. */
    public record Size(int gateways, int cores, int persistences, boolean nacos) {}

    public static ClusterSite start(Size size) {
        return new ClusterSite(size);
    }

    // ---- its processes

    public List<ApplicationServer> gateways() {
        return gateways;
    }

    public List<ApplicationServer> cores() {
        return cores;
    }

    public List<ApplicationServer> persistences() {
        return persistences;
    }

    public List<ApplicationServer> applications() {
        return Stream.of(cores, persistences, gateways)
                .flatMap(Collection::stream)
                .toList();
    }

    public RedisServer redis() {
        return redis;
    }

    public RabbitServer rabbit() {
        return rabbit;
    }

    public MariaDbServer mariadb() {
        return mariadb;
    }

    /** Errors when this cluster has none. */
    public NacosServer nacos() {
        return Objects.requireNonNull(nacos, "this cluster has no Nacos");
    }

    /** Between the first chat-core and the broker. */
    public FaultProxy coreToBroker() {
        return coreToBroker;
    }

    /** Between each persistence process and the broker. */
    public List<FaultProxy> writersToBroker() {
        return writersToBroker;
    }

    /** Starts one more chat-core; with a Nacos only, since a list of addresses would have to be told to the others. */
    public ApplicationServer addCore() {
        ports(1, coreCalls, coreHttp);
        ApplicationServer added = core(cores.size());
        added.start();
        cores.add(added);
        return added;
    }

    // ---- as a site

    @Override
    public List<Endpoint> tcp() {
        return tcpPorts.stream().map(port -> Endpoint.tcp("127.0.0.1", port)).toList();
    }

    @Override
    public List<Endpoint> webSockets() {
        return gateways.stream()
                .map(gateway -> Endpoint.webSocket("127.0.0.1", gateway.port()))
                .toList();
    }

    @Override
    public String http() {
        return "http://127.0.0.1:" + gateways.getLast().port();
    }

    @Override
    public List<Path> logs() {
        return applications().stream().map(LocalServer::log).toList();
    }

    @Override
    public Connection database() throws SQLException {
        MariaDb account = mariadb.account();
        return DriverManager.getConnection(
                account.jdbcUrl(ApplicationSettings.DATABASE), account.user(), account.password());
    }

    /** Ends all processes. What is not ended here ends with this JVM. */
    public void close() {
        applications().forEach(LocalServer::close);
        coreToBroker.close();
        writersToBroker.forEach(FaultProxy::close);
        Stream.of(redis, rabbit, mariadb).forEach(LocalServer::close);
        if (nacos != null) {
            nacos.close();
        }
    }

    // ---- settings

    private ApplicationServer gateway() {
        int tcpPort = Ports.free();
        tcpPorts.add(tcpPort);
        return application(Kind.GATEWAY, Ports.free(), settings().gateway(rabbit.uri(), tcpPort, Ports.free()));
    }

    private ApplicationServer core(int index) {
        String broker = index == 0 ? through(coreToBroker) : rabbit.uri();
        return application(Kind.CHAT_CORE, coreHttp.get(index), settings().chatCore(broker, coreCalls.get(index)));
    }

    private ApplicationServer persistence(int index) {
        String broker = through(writersToBroker.get(index));
        return application(Kind.PERSISTENCE, Ports.free(), settings().persistence(broker, persistenceCalls.get(index)));
    }

    private ApplicationSettings settings() {
        return new ApplicationSettings(
                new Servers(mariadb.account(), redis.uri(), media, nacos == null ? null : nacos.address()),
                new Callees(coreHttp, coreCalls, persistenceCalls),
                SECRET);
    }

    private static ApplicationServer application(Kind kind, int port, Map<String, String> settings) {
        return new ApplicationServer(kind, TestServers.newFolder(kind.role()), port, settings, Purpose.TEST);
    }

    private String through(FaultProxy proxy) {
        return rabbit.uri().replace(":" + rabbit.port(), ":" + proxy.port());
    }

    @SafeVarargs
    private static void ports(int count, List<Integer>... lists) {
        for (List<Integer> list : lists) {
            for (int i = 0; i < count; i++) {
                list.add(Ports.free());
            }
        }
    }

    // ---- starting

    private static void start(List<ApplicationServer> servers) {
        inParallel(servers.stream()
                .map(server -> (Start<ApplicationServer>) () -> {
                    server.start();
                    return server;
                })
                .toList());
    }

    private interface Start<T> {
        T start();
    }

    private static <T> List<T> inParallel(List<? extends Start<? extends T>> starts) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<? extends T>> running = new ArrayList<>();
            for (Start<? extends T> start : starts) {
                running.add(threads.submit(start::start));
            }
            List<T> started = new ArrayList<>();
            for (Future<? extends T> one : running) {
                started.add(one.get());
            }
            return started;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
