package im.hongyan.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs of this machine, has missing ones installed where that is possible, and runs short ones. */
public final class Programs {

    private static final List<Path> USUAL_FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"), Path.of("/opt/homebrew/bin"));

    private Programs() {}

    /** The program of this name on the PATH or in the usual folders. */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Arrays.stream(path.split(":", -1))
                                .filter(part -> !part.isEmpty())
                                .map(Path::of),
                        USUAL_FOLDERS.stream())
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The program of this name; installs it when it is missing and this machine allows that.
     *
     * @param debianPackage what has it on Debian and its relatives
     * @param elsewhere where it may be beside the PATH
     */
    public static Path need(String name, String debianPackage, Path... elsewhere) {
        return locate(name, elsewhere).orElseGet(() -> {
            DebianPackages.ofThisMachine().install(debianPackage);
            return locate(name, elsewhere)
                    .orElseThrow(() -> new IllegalStateException(
                            "the package " + debianPackage + " was installed but brought no program " + name));
        });
    }

    /** Runs a short program and returns what it prints; throws with that text when it fails. */
    public static String output(Path program, List<String> arguments, Map<String, String> environment) {
        List<String> line = new ArrayList<>(arguments);
        line.addFirst(program.toString());
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(program + " ended with " + code + ":\n" + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("could not run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + program + " ran", e);
        }
    }

    /** Whether we may do everything on this machine. */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Optional<Path> locate(String name, Path... elsewhere) {
        return find(name)
                .or(() -> Arrays.stream(elsewhere).filter(Files::isExecutable).findFirst());
    }
}
