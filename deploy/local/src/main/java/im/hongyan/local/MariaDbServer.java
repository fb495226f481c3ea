package im.hongyan.local;

import im.hongyan.local.machine.Probe;
import im.hongyan.local.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A MariaDB server with one administrator, whose password is made up at the first start. */
public final class MariaDbServer extends LocalServer {

    private static final String USER = "hongyan";
    private static final int PROTOCOL_VERSION = 10;
    private static final int GREETING_HEADER = 4;

    /** A server that will listen on this port of loopback and keep its data in this folder. */
    public MariaDbServer(Path folder, int port, Purpose purpose) {
        super("mariadb", folder, port, purpose);
    }

    /** Its address and account; the server must have been started once. */
    public MariaDb account() {
        return new MariaDb("127.0.0.1", port(), USER, password());
    }

    @Override
    void prepare() throws IOException {
        if (!Files.isDirectory(folder().resolve("data").resolve("mysql"))) {
            Programs.output(Programs.need("mariadb-install-db", "mariadb-server"), installArguments(), Map.of());
        }
        if (!Files.exists(passwordFile())) {
            byte[] random = new byte[16];
            ThreadLocalRandom.current().nextBytes(random);
            Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
        }
        Files.writeString(folder().resolve("init.sql"), """
                CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
                """.formatted(USER, password()));
    }

    @Override
    List<String> command() {
        Path program = Programs.need("mariadbd", "mariadb-server", Path.of("/usr/sbin/mariadbd"));
        List<String> line = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--datadir=" + folder().resolve("data"),
                "--tmpdir=" + folder(),
                "--socket=" + folder().resolve("mariadb.sock"),
                "--pid-file=" + folder().resolve("mariadbd.pid"),
                "--init-file=" + folder().resolve("init.sql"),
                "--bind-address=127.0.0.1",
                "--port=" + port(),
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--max-connections=500",
                "--performance-schema=OFF"));
        line.addAll(
                switch (purpose()) {
                    case TEST -> List.of("--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M");
                    case EMBEDDED, CLUSTER ->
                        List.of("--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=256M");
                });
        if (Programs.isRoot()) {
            line.add("--user=root");
        }
        return line;
    }

    @Override
    Duration startTime() {
        return Duration.ofMinutes(1);
    }

    @Override
    boolean answers() throws IOException {
        byte[] greeting = Probe.ask(port(), "", GREETING_HEADER + 1);
        return greeting.length > GREETING_HEADER && greeting[GREETING_HEADER] == PROTOCOL_VERSION;
    }

    private List<String> installArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--no-defaults",
                "--datadir=" + folder().resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        if (Programs.isRoot()) {
            arguments.add("--user=root");
        }
        return arguments;
    }

    private String password() {
        try {
            return Files.readString(passwordFile());
        } catch (IOException e) {
            throw new IllegalStateException("mariadb was never started in " + folder(), e);
        }
    }

    private Path passwordFile() {
        return folder().resolve("password");
    }
}
