package im.hongyan.cli.run;

import im.hongyan.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --dir}, shared by the cluster verbs, and the lock that lets one of them work at a time. */
final class ClusterFolder {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "cluster",
            description = "Where the cluster keeps its data, logs and process ids (default: ./${DEFAULT-VALUE}).")
    Path folder = Path.of("cluster");

    Path path() {
        return folder.toAbsolutePath().normalize();
    }

    /** The cluster that was started here; fails when none was. */
    Cluster existing() {
        ClusterShape shape = ClusterShape.read(path())
                .orElseThrow(() -> CommandFailure.unexpected("no cluster was started in " + path(), null));
        return new Cluster(path(), shape);
    }

    /** Does this while no other cluster verb works in the folder. */
    <T> T alone(Supplier<T> work) {
        try {
            Files.createDirectories(path());
            try (FileChannel channel = FileChannel.open(
                            path().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw CommandFailure.unexpected("lost the lock of " + path(), null);
                }
                return work.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
