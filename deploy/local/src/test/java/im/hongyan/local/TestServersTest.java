package im.hongyan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import im.hongyan.local.machine.Ports;
import im.hongyan.local.machine.Probe;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestServersTest {

    @Test
    void handsOutOneSharedServerOfEachKind() throws Exception {
        assertThat(TestServers.redis()).isEqualTo(TestServers.redis()).startsWith("redis://");
        assertThat(ping(URI.create(TestServers.redis()).getPort())).isEqualTo("+PONG");
        assertThat(TestServers.rabbit()).isEqualTo(TestServers.rabbit()).startsWith("amqp://");
        assertThat(TestServers.mariadb()).isSameAs(TestServers.mariadb());
    }

    @Test
    void givesEveryCallerADatabaseOfItsOwn() throws Exception {
        MariaDb server = TestServers.mariadb();
        String first = server.database("chat");
        String second = server.database("chat");
        assertThat(first).startsWith("chat_").isNotEqualTo(second);
        execute(server, first, "CREATE TABLE t (name VARCHAR(20))");
        execute(server, first, "INSERT INTO t VALUES ('鸿雁🪿')");
        assertThat(query(server, first, "SELECT name FROM t")).isEqualTo("鸿雁🪿");
        assertThatThrownBy(() -> query(server, second, "SELECT name FROM t")).isInstanceOf(SQLException.class);
    }

    @Test
    void refusesADatabaseNameThatWouldNeedQuoting() {
        MariaDb server = new MariaDb("127.0.0.1", 1, "u", "p");
        assertThatThrownBy(() -> server.database("a`b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsADatabaseAddressFromTheEnvironmentsForm() {
        MariaDb server = TestServers.parse("mysql://root:se:cret@db.example:3307");
        assertThat(server).isEqualTo(new MariaDb("db.example", 3307, "root", "se:cret"));
        assertThat(server.toString()).doesNotContain("se:cret");
        assertThatThrownBy(() -> TestServers.parse("db.example:3307")).hasMessageContaining("mysql://");
    }

    @Test
    void redisComesBackEmptyOnTheSamePortAfterAKill() throws Exception {
        try (RedisServer server = TestServers.newRedis()) {
            long firstPid = server.pid();
            Probe.ask(server.port(), "SET a b\r\n", 5);
            server.kill();
            assertThat(server.alive()).isFalse();
            assertThatThrownBy(() -> ping(server.port())).isInstanceOf(IOException.class);
            server.start();
            assertThat(server.pid()).isNotEqualTo(firstPid);
            assertThat(new String(Probe.ask(server.port(), "GET a\r\n", 3), StandardCharsets.US_ASCII))
                    .isEqualTo("$-1");
        }
    }

    @Test
    void redisOfTheClusterKeepsItsData() throws Exception {
        RedisServer server = new RedisServer(TestServers.newFolder("kept"), Ports.free(), Purpose.CLUSTER);
        try (server) {
            server.start();
            Probe.ask(server.port(), "SET a b\r\n", 5);
            server.restart();
            assertThat(new String(Probe.ask(server.port(), "GET a\r\n", 5), StandardCharsets.US_ASCII))
                    .isEqualTo("$1\r\nb");
        }
    }

    @Test
    void aFrozenServerDoesNotAnswerUntilItIsThawed() throws Exception {
        try (RedisServer server = TestServers.newRedis()) {
            server.freeze();
            assertThat(server.alive()).isTrue();
            assertThatThrownBy(() -> ping(server.port())).isInstanceOf(SocketTimeoutException.class);
            server.thaw();
            assertThat(ping(server.port())).isEqualTo("+PONG");
        }
    }

    @Test
    void aLaterObjectOnTheSameFolderTakesTheServerOver() {
        try (RedisServer server = TestServers.newRedis()) {
            RedisServer later = new RedisServer(server.folder(), server.port(), Purpose.TEST);
            assertThat(later.pid()).isEqualTo(server.pid());
            later.start();
            assertThat(later.pid()).as("still the first").isEqualTo(server.pid());
            later.stop();
            assertThat(server.alive()).isFalse();
        }
    }

    @Test
    void findsTheServersThatRunInAFolderOnceEach() throws Exception {
        Path folder = TestServers.newFolder("cluster");
        MariaDbServer server = new MariaDbServer(folder.resolve("mariadb"), Ports.free(), Purpose.TEST);
        try (server) {
            server.start();
            assertThat(Files.exists(server.folder().resolve("mariadbd.pid")))
                    .as("what MariaDB itself notes")
                    .isTrue();
            assertThat(LocalServer.running(folder))
                    .isEqualTo(Map.of("mariadb", List.of(server.process().orElseThrow())));
        }
        assertThat(LocalServer.running(folder)).isEmpty();
        assertThat(LocalServer.running(folder.resolve("none"))).isEmpty();
    }

    @Test
    void refusesAPortThatAnotherServerHas() {
        try (RedisServer server = TestServers.newRedis()) {
            RedisServer second = new RedisServer(TestServers.newFolder("redis"), server.port(), Purpose.TEST);
            assertThatThrownBy(second::start).hasMessageContaining(server.port() + " for redis is taken");
        }
    }

    @Test
    void saysWhatTheServerSaidWhenItDoesNotStart() throws IOException {
        Path folder = Files.createDirectories(TestServers.newFolder("redis"));
        Files.writeString(
                Files.createDirectories(folder.resolve("appendonlydir")).resolve("appendonly.aof.manifest"), "x");
        RedisServer server = new RedisServer(folder, Ports.free(), Purpose.CLUSTER);
        assertThatThrownBy(server::start)
                .hasMessageContaining("redis ended while starting")
                .hasMessageContaining("manifest");
    }

    @Test
    void mariaDbKeepsCommittedRowsOverAKill() throws Exception {
        try (MariaDbServer server = TestServers.newMariaDb()) {
            MariaDb account = server.account();
            String database = account.database("kept");
            execute(account, database, "CREATE TABLE t (n INT)");
            execute(account, database, "INSERT INTO t VALUES (42)");
            server.kill();
            server.start();
            assertThat(query(account, database, "SELECT n FROM t")).isEqualTo("42");
        }
    }

    @Test
    void rabbitKeepsConfirmedMessagesOfAQuorumQueueOverAKill() throws Exception {
        try (RabbitServer server = TestServers.newRabbit()) {
            long firstPid = server.pid();
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(server.uri());
            factory.setAutomaticRecoveryEnabled(false);
            try (Connection connection = factory.newConnection()) {
                Channel channel = connection.createChannel();
                channel.queueDeclare("q", true, false, false, Map.of("x-queue-type", "quorum"));
                channel.confirmSelect();
                channel.basicPublish(
                        "", "q", MessageProperties.PERSISTENT_BASIC, "kept".getBytes(StandardCharsets.UTF_8));
                channel.waitForConfirmsOrDie(10_000);
            }
            // RabbitMQ writes a new queue's Raft registration down half a second later only.
            Thread.sleep(1_000);
            server.kill();
            server.start();
            assertThat(server.pid()).isNotEqualTo(firstPid);
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                GetResponse response = channel.basicGet("q", true);
                assertThat(response.getBody()).asString().isEqualTo("kept");
            }
            assertThat(server.control("list_queues", "--silent", "name")).contains("q");
        }
    }

    private static String ping(int port) throws IOException {
        return new String(Probe.ask(port, "PING\r\n", 5), StandardCharsets.US_ASCII);
    }

    private static void execute(MariaDb server, String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(MariaDb server, String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
