package im.hongyan.e2e.world;

import im.hongyan.client.transport.Endpoint;
import im.hongyan.local.TestServers;
import im.hongyan.local.machine.Leash;
import im.hongyan.local.machine.OwnedProcess;
import im.hongyan.local.machine.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code hongyan start} as a process of its own, to be killed and started again on the same ports and data. */
public final class StandaloneProcess implements Site, AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Path folder = TestServers.newFolder("standalone");
    private final int httpPort = Ports.free();
    private final int tcpPort = Ports.free();
    private final List<Path> outputs = new ArrayList<>();
    private OwnedProcess process;

    public StandaloneProcess() {
        process = spawn();
    }

    public long pid() {
        return process.pid();
    }

    public void kill() {
        process.kill();
    }

    public void start() {
        process = spawn();
    }

    private OwnedProcess spawn() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        outputs.add(folder.resolve("output-" + (outputs.size() + 1)));
        List<String> command = Verb.command(
                "start", "--data=" + folder.resolve("data"), "--http-port=" + httpPort, "--tcp-port=" + tcpPort);
        OwnedProcess started = OwnedProcess.spawn(command, folder, Map.of(), output());
        Leash.ofThisJvm().tie(started);
        if (!Waiting.until(START, () -> isReady() || !started.alive()) || !started.alive()) {
            throw new IllegalStateException("the standalone server did not get ready:\n" + text());
        }
        return started;
    }

    private Path output() {
        return outputs.getLast();
    }

    private boolean isReady() {
        return text().lines().anyMatch(line -> line.startsWith("ready "));
    }

    private String text() {
        try {
            return Files.exists(output()) ? Files.readString(output()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Endpoint> tcp() {
        return List.of(Endpoint.tcp("127.0.0.1", tcpPort));
    }

    @Override
    public List<Endpoint> webSockets() {
        return List.of(Endpoint.webSocket("127.0.0.1", httpPort));
    }

    @Override
    public String http() {
        return "http://127.0.0.1:" + httpPort;
    }

    @Override
    public List<Path> logs() {
        return List.copyOf(outputs);
    }

    /** Stops the server first, in good order: the file has one owner at a time. */
    @Override
    public Connection database() throws SQLException {
        process.end(STOP);
        return StandaloneSite.database(folder.resolve("data"));
    }

    @Override
    public void close() {
        process.kill();
    }
}
