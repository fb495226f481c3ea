package im.hongyan.local;

import im.hongyan.local.machine.Leash;
import im.hongyan.local.machine.OwnedProcess;
import im.hongyan.local.machine.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One server process on this machine with its own port and folder. A new object on the folder of a running server takes
 * that server over, so a later JVM can stop what an earlier one has started. Safe for concurrent use.
 *
 * <p>All methods block. {@link #start} returns when the server answers and throws {@link IllegalStateException} with the
 * end of its log when it does not.
 */
public abstract class LocalServer implements AutoCloseable {

    private static final Duration STOP_GRACE = Duration.ofSeconds(30);
    private static final String NOTE = ".pid";
    private static final int LOG_TAIL = 2_000;

    private final String role;
    private final Path folder;
    private final int port;
    private final Purpose purpose;

    LocalServer(String role, Path folder, int port, Purpose purpose) {
        this.role = role;
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.purpose = purpose;
    }

    /**
     * The processes of the servers in the folders of this one, by role. Those that have ended are not among them, and no
     * other program's note of its process id is taken for ours, which names the start too.
     */
    public static Map<String, List<OwnedProcess>> running(Path folder) throws IOException {
        Map<String, List<OwnedProcess>> byRole = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return byRole;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path server : folders) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(server, "*" + NOTE)) {
                    files.forEach(file -> OwnedProcess.read(file)
                            .filter(OwnedProcess::alive)
                            .ifPresent(process -> byRole.computeIfAbsent(roleOf(file), role -> new ArrayList<>())
                                    .add(process)));
                }
            }
        }
        return byRole;
    }

    private static String roleOf(Path note) {
        String name = note.getFileName().toString();
        return name.substring(0, name.length() - NOTE.length());
    }

    /** What it is: {@code redis}, {@code rabbitmq}, {@code mariadb}, {@code nacos} or an application's name. */
    public final String role() {
        return role;
    }

    /** Where its data, its log and the note of its process id are. */
    public final Path folder() {
        return folder;
    }

    /** The port it listens on, on loopback. */
    public final int port() {
        return port;
    }

    /** The file with everything it has printed, over all its lives. */
    public final Path log() {
        return folder.resolve(role + ".log");
    }

    /** The process of its last start; empty before the first. */
    public final Optional<OwnedProcess> process() {
        return OwnedProcess.read(pidFile());
    }

    /** The id of its process, which may have ended. */
    public final long pid() {
        return process()
                .orElseThrow(() -> new IllegalStateException(role + " was never started"))
                .pid();
    }

    /** Whether its process runs; a frozen one does. */
    public final boolean alive() {
        return process().filter(OwnedProcess::alive).isPresent();
    }

    /** Starts it on its port and its data, unless it runs already. */
    public final synchronized void start() {
        if (alive()) {
            return;
        }
        if (!Ports.isFree(port)) {
            throw new IllegalStateException("port " + port + " for " + role + " is taken by another program");
        }
        try {
            Files.createDirectories(folder);
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OwnedProcess process = spawn(command(), environment(), log());
        process.write(pidFile());
        awaitAnswer(process);
    }

    /** Asks it to end in good order, and ends it by force when that takes longer than 30 s. */
    public synchronized void stop() {
        process().ifPresent(process -> {
            process.signal("CONT");
            process.end(STOP_GRACE);
        });
    }

    /** Stops it and forgets its process, as if it had never been started; its data stay. */
    public final synchronized void retire() {
        stop();
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, as a crash would. */
    public final synchronized void kill() {
        process().ifPresent(OwnedProcess::kill);
    }

    /** Ends it in good order if it runs, and starts it again on the same port and data. */
    public final synchronized void restart() {
        stop();
        start();
    }

    /** Stops its process from running without ending it: connections stay open and nobody answers. */
    public final void freeze() {
        process().ifPresent(process -> process.signal("STOP"));
    }

    /** Lets a frozen process run again. */
    public final void thaw() {
        process().ifPresent(process -> process.signal("CONT"));
    }

    /** Ends it at once; its data stay. */
    @Override
    public void close() {
        kill();
    }

    final Purpose purpose() {
        return purpose;
    }

    final OwnedProcess spawn(List<String> command, Map<String, String> environment, Path log) {
        OwnedProcess process = OwnedProcess.spawn(command, folder, environment, log);
        if (purpose.endsWithJvm()) {
            Leash.ofThisJvm().tie(process);
        }
        return process;
    }

    /** Makes the folder ready for a start; called before every one. */
    void prepare() throws IOException {}

    abstract List<String> command();

    Map<String, String> environment() {
        return Map.of();
    }

    abstract Duration startTime();

    /** Whether it answers as a server of its kind; an exception means no. */
    abstract boolean answers() throws IOException;

    private Path pidFile() {
        return folder.resolve(role + NOTE);
    }

    private void awaitAnswer(OwnedProcess process) {
        long deadline = System.nanoTime() + startTime().toNanos();
        while (!answersNow()) {
            if (!process.alive()) {
                throw new IllegalStateException(role + " ended while starting:\n" + tail());
            }
            if (System.nanoTime() > deadline) {
                process.kill();
                throw new IllegalStateException(role + " did not answer within " + startTime() + ":\n" + tail());
            }
            OwnedProcess.pause();
        }
    }

    private boolean answersNow() {
        try {
            return answers();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String tail() {
        try {
            String text = Files.readString(log());
            return text.substring(Math.max(0, text.length() - LOG_TAIL));
        } catch (IOException e) {
            return "(no log at " + log() + ")";
        }
    }
}
