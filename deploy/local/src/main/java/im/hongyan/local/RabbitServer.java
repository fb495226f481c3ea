package im.hongyan.local;

import im.hongyan.local.machine.OwnedProcess;
import im.hongyan.local.machine.Probe;
import im.hongyan.local.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A RabbitMQ node with a name, a cookie and a port mapper (epmd) of its own, so that nothing is shared with another
 * node of this machine. {@link #pid} is the Erlang machine itself.
 */
public final class RabbitServer extends LocalServer {

    private final int mapperPort;
    private final int distributionPort;

    /**
     * A node that will keep its data in this folder and listen on loopback.
     *
     * @param port for AMQP
     * @param mapperPort for its epmd
     * @param distributionPort for its command-line tools
     */
    public RabbitServer(Path folder, int port, int mapperPort, int distributionPort, Purpose purpose) {
        super("rabbitmq", folder, port, purpose);
        this.mapperPort = mapperPort;
        this.distributionPort = distributionPort;
    }

    /** Its address, for the only user it has: {@code amqp://guest:guest@127.0.0.1:port}. */
    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port();
    }

    /** Runs {@code rabbitmqctl} against this node and returns what it prints; throws when it fails. */
    public String control(String... arguments) {
        return Programs.output(tool("rabbitmqctl"), List.of(arguments), environment());
    }

    @Override
    public synchronized void stop() {
        super.stop();
        mapper().ifPresent(OwnedProcess::kill);
    }

    @Override
    public void close() {
        super.close();
        mapper().ifPresent(OwnedProcess::kill);
    }

    @Override
    void prepare() throws IOException {
        Files.writeString(folder().resolve("enabled_plugins"), "[].\n");
        Files.writeString(folder().resolve("rabbitmq.conf"), "loopback_users.guest = true\n");
        Files.writeString(folder().resolve("rabbitmq-env.conf"), "");
        // Started here and not left to the node, which would leave it behind.
        if (mapper().filter(OwnedProcess::alive).isEmpty()) {
            Path epmd = Programs.need("epmd", "rabbitmq-server");
            spawn(List.of(epmd.toString()), environment(), folder().resolve("epmd.log"))
                    .write(mapperPidFile());
        }
    }

    @Override
    List<String> command() {
        return List.of(tool("rabbitmq-server").toString());
    }

    @Override
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", folder().toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "hongyan" + port() + "@localhost");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port()));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_MNESIA_BASE", folder().resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder().resolve("log").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder().resolve("enabled_plugins").toString());
        environment.put(
                "RABBITMQ_CONFIG_FILE", folder().resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_CONF_ENV_FILE", folder().resolve("rabbitmq-env.conf").toString());
        // Erlang's schedulers otherwise spin while idle, which costs others on a small machine.
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}");
        // Makes the start script replace itself by the Erlang machine, so that the id we know is the right one.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        return environment;
    }

    @Override
    Duration startTime() {
        return Duration.ofMinutes(2);
    }

    @Override
    boolean answers() throws IOException {
        byte[] answer = Probe.ask(port(), "AMQP\0\0\u0009\u0001", 1);
        return answer.length == 1 && answer[0] == 1;
    }

    private Optional<OwnedProcess> mapper() {
        return OwnedProcess.read(mapperPidFile());
    }

    private Path mapperPidFile() {
        return folder().resolve("epmd.pid");
    }

    // Debian's programs on the PATH change to another user first, so the plain scripts are preferred, also when they
    // have been installed only now.
    private static Path tool(String name) {
        Path plain = Path.of("/usr/lib/rabbitmq/bin", name);
        if (Files.isExecutable(plain)) {
            return plain;
        }
        Path program = Programs.need(name, "rabbitmq-server");
        return Files.isExecutable(plain) ? plain : program;
    }
}
