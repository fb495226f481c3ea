package im.hongyan.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that we started, known by its id and by the mark of its start, so that an id which the system has given to
 * another program meanwhile is never signalled. A value: it can be written down and used by a later JVM.
 *
 * @param pid the process id
 * @param mark when it started, as the system tells it: never equal for two processes that shared an id
 */
public record OwnedProcess(long pid, String mark) {

    private static final Duration POLL = Duration.ofMillis(20);

    /**
     * Starts a program in a session of its own (a Ctrl-C meant for us does not reach it), its output appended to a file.
     *
     * @param environment added to ours
     */
    public static OwnedProcess spawn(List<String> command, Path folder, Map<String, String> environment, Path log) {
        List<String> line = new ArrayList<>(command);
        Programs.find("setsid").ifPresent(setsid -> line.add(0, setsid.toString()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            long pid = builder.start().pid();
            return new OwnedProcess(pid, markOf(pid).orElse("ended"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + command.getFirst(), e);
        }
    }

    /** The process that {@link #write} noted in this file, alive or not; empty when there is no such note. */
    public static Optional<OwnedProcess> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(file).strip().split(" ", 2);
            return words.length == 2
                    ? Optional.of(new OwnedProcess(Long.parseLong(words[0]), words[1]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes this process in a file, for {@link #read}. */
    public void write(Path file) {
        try {
            Files.writeString(file, pid + " " + mark + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs; a frozen process does, one that has ended and was not yet collected by its parent does not. */
    public boolean alive() {
        return markOf(pid).filter(mark::equals).isPresent();
    }

    /**
     * Sends a signal unless the process has ended.
     *
     * @param name without the prefix: {@code TERM}, {@code STOP}, {@code CONT}, {@code KILL}
     */
    public void signal(String name) {
        if (!alive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("could not signal process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling process " + pid, e);
        }
    }

    /** Waits until it has ended; false when it still runs after this time. */
    public boolean awaitEnd(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (alive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Asks it to end, and ends it by force when it has not done so within this time. */
    public void end(Duration grace) {
        signal("TERM");
        if (!awaitEnd(grace)) {
            kill();
        }
    }

    /** Ends it at once; returns when it is gone. */
    public void kill() {
        signal("KILL");
        if (!awaitEnd(Duration.ofSeconds(10))) {
            throw new IllegalStateException("process " + pid + " does not end on SIGKILL");
        }
    }

    /** Waits for a moment between two looks at a process. */
    public static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }

    private static Optional<String> markOf(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(instant -> Long.toString(instant.toEpochMilli()));
        }
        try {
            String line = Files.readString(stat);
            // The name in brackets may hold anything, so the fields are counted from the last bracket.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            boolean ended = (fields[0].equals("Z") || fields[0].equals("X")) && threadsOf(pid) <= 1;
            return ended ? Optional.empty() : Optional.of(fields[19]);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    // A killed process shows as ended while its last threads still hold its ports.
    private static long threadsOf(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.count();
        }
    }
}
