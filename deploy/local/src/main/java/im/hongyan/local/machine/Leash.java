package im.hongyan.local.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends what this JVM started when the JVM ends, kill -9 included: a small shell holds the other end of a pipe, and the
 * system closes ours in every case. The shell then kills the processes that are still tied and deletes the folder that was asked for.
 * Safe for concurrent use.
 */
public final class Leash {

    // Ignores the signals of a terminal, so that it outlives what it has to clean up after.
    private static final String WATCH = """
            trap '' INT TERM HUP
            pids=' ' folder=
            while read -r verb what; do
              case $verb in
                sweep) folder=$what ;;
                tie) pids="$pids$what " ;;
                untie) case $pids in *" $what "*) pids="${pids%%" $what "*} ${pids#*" $what "}" ;; esac ;;
              esac
            done
            for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
            [ -n "$folder" ] || exit 0
            for try in 1 2 3 4 5; do rm -rf -- "$folder" 2>/dev/null && break; sleep 0.2; done
            """;

    private final OutputStream toWatcher;

    private Leash(OutputStream toWatcher) {
        this.toWatcher = toWatcher;
    }

    /** The leash of this JVM. */
    public static Leash ofThisJvm() {
        return Holder.LEASH;
    }

    private static Leash create() {
        try {
            List<String> command = new ArrayList<>();
            Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
            command.addAll(List.of("sh", "-c", WATCH, "hongyan-leash"));
            Process watcher = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Leash(watcher.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("could not start the watcher of this JVM's servers", e);
        }
    }

    /** The folder that is deleted with this JVM. */
    public Path folder() {
        return Folder.PATH;
    }

    private Path createFolder() {
        try {
            Path folder = Files.createTempDirectory("hongyan-servers-");
            tell("sweep " + folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("could not make a folder for the test servers", e);
        }
    }

    /** Ends this process with this JVM. */
    public void tie(OwnedProcess process) {
        tell("tie " + process.pid());
        // Not tied any longer once it has ended: the system may give its id to another program.
        ProcessHandle.of(process.pid()).map(ProcessHandle::onExit).ifPresent(ended -> {
            var unused = ended.thenRun(() -> tell("untie " + process.pid()));
        });
    }

    private synchronized void tell(String line) {
        try {
            toWatcher.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            toWatcher.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the watcher of this JVM's servers is gone", e);
        }
    }

    private static final class Folder {
        static final Path PATH = ofThisJvm().createFolder();
    }

    private static final class Holder {
        static final Leash LEASH = create();
    }
}
