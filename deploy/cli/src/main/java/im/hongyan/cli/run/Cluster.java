package im.hongyan.cli.run;

import im.hongyan.local.ApplicationServer;
import im.hongyan.local.ApplicationServer.Kind;
import im.hongyan.local.ApplicationSettings;
import im.hongyan.local.ApplicationSettings.Callees;
import im.hongyan.local.ApplicationSettings.Servers;
import im.hongyan.local.MariaDbServer;
import im.hongyan.local.NacosServer;
import im.hongyan.local.Purpose;
import im.hongyan.local.RabbitServer;
import im.hongyan.local.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The processes of a local cluster in one folder. They live on when this JVM ends; a later object on the same folder
 * finds them again. Not safe for concurrent use: the verbs hold the folder's lock.
 */
final class Cluster {

    private final Path folder;
    private final ClusterShape shape;
    private final ClusterPorts ports;
    private final RedisServer redis;
    private final RabbitServer rabbit;
    private final MariaDbServer mariadb;

    Cluster(Path folder, ClusterShape shape) {
        this.folder = folder;
        this.shape = shape;
        this.ports = new ClusterPorts(shape.basePort());
        this.redis = new RedisServer(folder.resolve("redis"), ports.redis(), Purpose.CLUSTER);
        this.rabbit = new RabbitServer(
                folder.resolve("rabbitmq"),
                ports.rabbit(),
                ports.rabbitMapper(),
                ports.rabbitDistribution(),
                Purpose.CLUSTER);
        this.mariadb = new MariaDbServer(folder.resolve("mariadb"), ports.mariadb(), Purpose.CLUSTER);
    }

    ClusterPorts ports() {
        return ports;
    }

    /** What the applications stand on. */
    List<ClusterMember> servers() {
        List<ClusterMember> members = new ArrayList<>(List.of(
                new ClusterMember("redis", redis, ports.redis(), null),
                new ClusterMember("rabbitmq", rabbit, ports.rabbit(), null),
                new ClusterMember("mariadb", mariadb, ports.mariadb(), null)));
        if (shape.nacos()) {
            int grpc = ports.nacos() + NacosServer.FURTHER_PORTS.getFirst();
            members.add(new ClusterMember("nacos", nacos(), grpc, ports.nacos()));
        }
        return members;
    }

    /** The applications, without their settings: good for looking and for ending, not for starting. */
    List<ClusterMember> applications() {
        return applications((kind, index) -> Map.of());
    }

    /** Starts what does not run, and starts again what runs with outdated settings. */
    void start(Consumer<String> talk) {
        inParallel(servers(), member -> startIfNeeded(member, talk));
        mariadb.account().create(ApplicationSettings.DATABASE);
        inParallel(applications(settings()), member -> {
            if (member.server() instanceof ApplicationServer application && application.outdated()) {
                talk.accept("restarting " + member.name() + ": its settings have changed");
                application.stop();
            }
            startIfNeeded(member, talk);
        });
    }

    /** Stops everything, the applications before what they stand on; returns the names of what had run. */
    List<String> stop(Consumer<String> talk) {
        List<String> ran = Stream.concat(applications().stream(), servers().stream())
                .filter(member -> member.server().alive())
                .map(ClusterMember::name)
                .toList();
        Consumer<ClusterMember> retire = member -> {
            if (member.server().alive()) {
                talk.accept("stopping " + member.name());
            }
            member.server().retire();
        };
        for (Kind kind : Kind.values()) {
            List<ClusterMember> ofKind = applications().stream()
                    .filter(member -> member.server().role().equals(kind.role()))
                    .toList();
            inParallel(ofKind, retire);
        }
        inParallel(servers(), retire);
        return ran;
    }

    private Settings settings() {
        ApplicationSettings settings = new ApplicationSettings(
                new Servers(
                        mariadb.account(),
                        redis.uri(),
                        folder.resolve("media").toAbsolutePath(),
                        shape.nacos() ? nacos().address() : null),
                new Callees(
                        ports(shape.cores(), ports::coreHttp),
                        ports(shape.cores(), ports::coreCalls),
                        ports(shape.persistences(), ports::persistenceCalls)),
                shape.secret());
        String broker = rabbit.uri();
        return (kind, index) -> switch (kind) {
            case GATEWAY -> settings.gateway(broker, ports.gatewayTcp(index), ports.gatewayManagement(index));
            case CHAT_CORE -> settings.chatCore(broker, ports.coreCalls(index));
            case PERSISTENCE -> settings.persistence(broker, ports.persistenceCalls(index));
        };
    }

    private static List<Integer> ports(int count, IntUnaryOperator port) {
        return IntStream.range(0, count).map(port).boxed().toList();
    }

    private NacosServer nacos() {
        return new NacosServer(folder.resolve("nacos"), ports.nacos(), Purpose.CLUSTER);
    }

    private List<ClusterMember> applications(Settings settings) {
        List<ClusterMember> members = new ArrayList<>();
        add(members, Kind.GATEWAY, shape.gateways(), ports::gatewayHttp, ports::gatewayTcp, settings);
        add(members, Kind.CHAT_CORE, shape.cores(), ports::coreHttp, ports::coreCalls, settings);
        add(members, Kind.PERSISTENCE, shape.persistences(), ports::persistenceHttp, ports::persistenceCalls, settings);
        return members;
    }

    private void add(
            List<ClusterMember> members,
            Kind kind,
            int count,
            IntUnaryOperator httpPort,
            IntUnaryOperator tcpPort,
            Settings settings) {
        for (int index = 0; index < count; index++) {
            String name = kind.role() + "-" + (index + 1);
            int port = httpPort.applyAsInt(index);
            ApplicationServer server =
                    new ApplicationServer(kind, folder.resolve(name), port, settings.of(kind, index), Purpose.CLUSTER);
            if (index == 0) {
                server.train();
            }
            members.add(new ClusterMember(name, server, tcpPort.applyAsInt(index), port));
        }
    }

    private static void startIfNeeded(ClusterMember member, Consumer<String> talk) {
        if (!member.server().alive()) {
            talk.accept("starting " + member.name());
            member.server().start();
        }
    }

    private static void inParallel(List<ClusterMember> members, Consumer<ClusterMember> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (ClusterMember member : members) {
                running.add(threads.submit(() -> work.accept(member)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private interface Settings {
        Map<String, String> of(Kind kind, int index);
    }
}
