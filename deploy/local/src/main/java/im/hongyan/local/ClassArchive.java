package im.hongyan.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The JVM's archive of an application's classes, which spares its processes a third of the work of a start. A process that
 * trains writes down what it has loaded when it ends in good order; that becomes the archive of those that start later. A
 * JVM that finds the archive unfit does without.
 */
final class ClassArchive {

    private final Path archive;
    private final Path training;

    /**
     * An archive beside the build.
     *
     * @param target where the application is built
     * @param folder of the process
     */
    ClassArchive(Path target, Path folder) {
        this.archive = target.resolve("classes-" + Runtime.version() + ".jsa");
        this.training = folder.resolve("classes.jsa");
    }

    /** The flags for the JVM of the next process; none when there is nothing to gain. */
    List<String> flags(List<Path> classPath, boolean trains) throws IOException {
        Files.deleteIfExists(training);
        if (!classPath.stream().allMatch(Files::isRegularFile)) {
            return List.of();
        }
        String silent = "-Xlog:cds*=off,aot*=off";
        if (isNewerThanAll(classPath)) {
            return List.of("-XX:SharedArchiveFile=" + archive, silent);
        }
        return trains ? List.of("-XX:ArchiveClassesAtExit=" + training, silent) : List.of();
    }

    /** The process has ended: what it has written becomes the archive. */
    void ended() throws IOException {
        if (Files.isRegularFile(training)) {
            Files.move(training, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private boolean isNewerThanAll(List<Path> classPath) throws IOException {
        if (!Files.isRegularFile(archive)) {
            return false;
        }
        for (Path jar : classPath) {
            if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(archive)) > 0) {
                return false;
            }
        }
        return true;
    }
}
