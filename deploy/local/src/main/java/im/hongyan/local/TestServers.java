package im.hongyan.local;

import im.hongyan.local.machine.Leash;
import im.hongyan.local.machine.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides where the servers of a test come from: an address in the environment ({@code HONGYAN_TEST_REDIS},
 * {@code HONGYAN_TEST_RABBIT}, {@code HONGYAN_TEST_MARIADB}); else programs of this machine; else, as root on Debian or
 * a relative, the distribution's packages, installed now; else the test fails and names what to install.
 *
 * <p>What is started is private (ports, folders, node names), shared by the tests of this JVM, and ends with it in every
 * case. Safe for concurrent use; the first call of each blocks until the server answers.
 */
public final class TestServers {

    private static final AtomicInteger STARTED = new AtomicInteger();

    private TestServers() {}

    /** The address of the shared Redis: {@code redis://host:port}. */
    public static String redis() {
        return Redis.URI;
    }

    /** The address of the shared RabbitMQ: {@code amqp://user:password@host:port}. */
    public static String rabbit() {
        return Rabbit.URI;
    }

    /** The shared MariaDB; every test takes a database of its own there. */
    public static MariaDb mariadb() {
        return Maria.ADDRESS;
    }

    /** Starts a Redis for one test alone, which may kill, freeze and restart it. */
    public static RedisServer newRedis() {
        RedisServer server = new RedisServer(newFolder("redis"), Ports.free(), Purpose.TEST);
        server.start();
        return server;
    }

    /** Starts a RabbitMQ for one test alone, which may kill, freeze and restart it. */
    public static RabbitServer newRabbit() {
        RabbitServer server =
                new RabbitServer(newFolder("rabbitmq"), Ports.free(), Ports.free(), Ports.free(), Purpose.TEST);
        server.start();
        return server;
    }

    /** Starts a MariaDB for one test alone, which may kill, freeze and restart it. */
    public static MariaDbServer newMariaDb() {
        MariaDbServer server = new MariaDbServer(newFolder("mariadb"), Ports.free(), Purpose.TEST);
        server.start();
        return server;
    }

    /** Starts a Nacos for one test alone, which may kill, freeze and restart it. */
    public static NacosServer newNacos() {
        int[] distances =
                NacosServer.FURTHER_PORTS.stream().mapToInt(Integer::intValue).toArray();
        NacosServer server = new NacosServer(newFolder("nacos"), Ports.freeWith(distances), Purpose.TEST);
        server.start();
        return server;
    }

    /** A new folder's path, not yet created, that is deleted with this JVM. */
    public static Path newFolder(String name) {
        return Leash.ofThisJvm().folder().resolve(name + "-" + STARTED.incrementAndGet());
    }

    private static Optional<String> fromEnvironment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }

    static MariaDb parse(String address) {
        URI uri = URI.create(address);
        String account = Optional.ofNullable(uri.getUserInfo()).orElse("");
        int colon = account.indexOf(':');
        if (uri.getHost() == null || uri.getPort() < 0 || colon < 1) {
            throw new IllegalArgumentException("HONGYAN_TEST_MARIADB must be mysql://user:password@host:port");
        }
        return new MariaDb(uri.getHost(), uri.getPort(), account.substring(0, colon), account.substring(colon + 1));
    }

    private static final class Redis {
        static final String URI =
                fromEnvironment("HONGYAN_TEST_REDIS").orElseGet(() -> newRedis().uri());
    }

    private static final class Rabbit {
        static final String URI = fromEnvironment("HONGYAN_TEST_RABBIT")
                .orElseGet(() -> newRabbit().uri());
    }

    private static final class Maria {
        static final MariaDb ADDRESS = fromEnvironment("HONGYAN_TEST_MARIADB")
                .map(TestServers::parse)
                .orElseGet(() -> newMariaDb().account());
    }
}
