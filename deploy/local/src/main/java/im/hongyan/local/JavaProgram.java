package im.hongyan.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A main class of one of the project's modules, with the class path that the build has noted for it.
 *
 * @param module the module's folder below the project's root
 * @param mainClass its main class
 * @param packed whether it may run from its jar; one that looks for its own folders may not
 */
record JavaProgram(String module, String mainClass, boolean packed) {

    // From this version on the JDK prints a warning for Netty's way to memory.
    private static final int WARNS_OF_UNSAFE = 24;

    /**
     * The command line that runs it on the JDK of this JVM.
     *
     * @param flags for the JVM
     * @param properties system properties
     */
    List<String> command(List<String> flags, Map<String, String> properties) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(flags);
        line.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            line.add("--sun-misc-unsafe-memory-access=allow");
        }
        properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.add("-cp");
        line.add(classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        line.add(mainClass);
        return line;
    }

    /** What it runs from: the module's jar, or its classes where that is not possible, and what the build has noted. */
    List<Path> classPath() {
        Path noted = target().resolve("class-path");
        try {
            return Stream.concat(
                            Stream.of(ownCode()),
                            Arrays.stream(Files.readString(noted).strip().split(File.pathSeparator, -1))
                                    .map(Path::of))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(module + " is not built: there is no " + noted, e);
        }
    }

    /** Where the module is built. */
    Path target() {
        return root().resolve(module).resolve("target");
    }

    private Path ownCode() throws IOException {
        Path classes = target().resolve("classes");
        Optional<Path> jar = jar();
        if (!packed || jar.isEmpty()) {
            return classes;
        }
        FileTime packaged = Files.getLastModifiedTime(jar.get());
        try (Stream<Path> files = Files.walk(classes)) {
            boolean outdated = files.filter(Files::isRegularFile)
                    .anyMatch(file -> file.toFile().lastModified() > packaged.toMillis());
            return outdated ? classes : jar.get();
        }
    }

    private Optional<Path> jar() throws IOException {
        try (Stream<Path> files = Files.list(target())) {
            return files.filter(file -> file.getFileName().toString().matches("hongyan-.*\\.jar"))
                    .findFirst();
        }
    }

    /** The project's root: told by the launcher, else the nearest folder above the working directory that has it. */
    static Path root() {
        String told = System.getProperty("hongyan.home");
        if (told != null) {
            return Path.of(told);
        }
        Optional<Path> folder = Optional.of(Path.of("").toAbsolutePath());
        while (folder.isPresent()) {
            if (Files.isExecutable(folder.get().resolve("hongyan"))) {
                return folder.get();
            }
            folder = folder.map(Path::getParent);
        }
        throw new IllegalStateException(
                "not inside Hongyan's source tree: " + Path.of("").toAbsolutePath());
    }
}
