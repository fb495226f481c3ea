package im.hongyan.local;

import im.hongyan.local.machine.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One of the three applications as a process of its own, configured by a settings file in its folder. */
public final class ApplicationServer extends LocalServer {

    /** Which application. */
    public enum Kind {
        GATEWAY("gateway", "im.hongyan.gateway.GatewayApplication"),
        CHAT_CORE("chat-core", "im.hongyan.core.ChatCoreApplication"),
        PERSISTENCE("persistence", "im.hongyan.persistence.PersistenceApplication");

        private final String role;
        private final String mainClass;

        Kind(String role, String mainClass) {
            this.role = role;
            this.mainClass = mainClass;
        }

        /** Its name: {@code gateway}, {@code chat-core} or {@code persistence}. */
        public String role() {
            return role;
        }
    }

    /** The setting with the port on which the application says whether it is healthy; without it, its HTTP port. */
    public static final String MANAGEMENT_PORT = "management.server.port";

    private final Map<String, String> settings;
    private final JavaProgram program;
    private final ClassArchive classes;
    private volatile boolean trains;

    /**
     * An application that will keep its settings and its log in this folder.
     *
     * @param port its HTTP port
     * @param settings its configuration properties, beside {@code server.port}
     */
    public ApplicationServer(Kind kind, Path folder, int port, Map<String, String> settings, Purpose purpose) {
        super(kind.role(), folder, port, purpose);
        this.settings = Map.copyOf(settings);
        this.program = new JavaProgram(kind.role, kind.mainClass, true);
        this.classes = new ClassArchive(program.target(), folder());
    }

    /** Lets it write down the classes that it loads, when it ends in good order, so that later ones start quicker. */
    public void train() {
        trains = true;
    }

    /** What this application is configured with, beside {@code server.port}. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Whether its process runs with other settings than these: it was started before they changed. */
    public boolean outdated() {
        try {
            return alive() && !Files.readString(settingsFile()).equals(text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void prepare() throws IOException {
        // It may hold passwords.
        Files.deleteIfExists(settingsFile());
        Files.createFile(
                settingsFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(settingsFile(), text());
    }

    @Override
    List<String> command() {
        List<String> flags = new ArrayList<>(Optional.ofNullable(System.getenv("HONGYAN_JAVA_OPTS"))
                .map(text -> Arrays.asList(text.trim().split("\\s+", -1)))
                .filter(words -> !words.getFirst().isEmpty())
                .orElse(List.of("-Xmx256m")));
        try {
            flags.addAll(classes.flags(program.classPath(), trains));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return program.command(
                flags,
                Map.of(
                        "spring.config.additional-location",
                        "file:" + settingsFile(),
                        "user.home",
                        folder().toString()));
    }

    @Override
    public synchronized void stop() {
        super.stop();
        try {
            classes.ended();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Duration startTime() {
        // Several at once on a busy machine of few cores take their time; one that has failed ends by itself.
        return Duration.ofMinutes(5);
    }

    @Override
    boolean answers() throws IOException {
        byte[] answer = Probe.ask(healthPort(), "GET /actuator/health HTTP/1.0\r\n\r\n", "HTTP/1.1 200".length());
        return new String(answer, StandardCharsets.ISO_8859_1).endsWith(" 200");
    }

    private int healthPort() {
        return Integer.parseInt(settings.getOrDefault(MANAGEMENT_PORT, Integer.toString(port())));
    }

    private String text() {
        return settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining("", "server.port=" + port() + "\n", ""));
    }

    private Path settingsFile() {
        return folder().resolve("settings.properties");
    }
}
