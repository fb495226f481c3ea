package im.hongyan.client.cursor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A journal of lines {@code sequence conversation}; the last line of a conversation counts, a line without its end does not.
 * It is written anew when most of it is outdated. Not synced to the disk at each save: a lost power supply may cost the last
 * cursors, so that the application sees the last messages again; the death of the process costs nothing.
 */
final class FileCursorStore implements CursorStore {
    private static final int OUTDATED_LINES = 10_000;

    private final Path file;
    private final Map<String, Long> cursors = new LinkedHashMap<>();
    private @Nullable FileChannel channel;
    private @Nullable FileLock lock;
    private int lines;

    FileCursorStore(Path file) {
        this.file = file;
    }

    @Override
    public Mono<Map<String, Long>> load() {
        return Mono.fromCallable(this::open).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Void> save(Map<String, Long> changed) {
        return Mono.<Void>fromCallable(() -> {
                    append(changed);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Void> close() {
        return Mono.<Void>fromCallable(() -> {
                    release();
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private synchronized Map<String, Long> open() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (channel == null) {
            hold();
            read();
        }
        return Map.copyOf(cursors);
    }

    private void hold() throws IOException {
        FileChannel lockChannel = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = tryLock(lockChannel);
        if (lock == null) {
            lockChannel.close();
            throw new IOException("another process uses the cursors in " + file);
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel lockChannel) throws IOException {
        try {
            return lockChannel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void read() throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        int whole = text.lastIndexOf('\n') + 1;
        for (String line : text.substring(0, whole).split("\n", -1)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                cursors.put(line.substring(space + 1), sequence(line.substring(0, space)));
                lines++;
            }
        }
        open(channel).truncate(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
        open(channel).position(open(channel).size());
    }

    private long sequence(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + " is no file of cursors", e);
        }
    }

    private synchronized void append(Map<String, Long> changed) throws IOException {
        cursors.putAll(changed);
        if (lines > OUTDATED_LINES + 2 * cursors.size()) {
            rewrite();
        } else {
            lines += changed.size();
            write(open(channel), changed);
        }
    }

    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(out, cursors);
            out.force(true);
        }
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        open(channel).close();
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        lines = cursors.size();
    }

    private static void write(FileChannel out, Map<String, Long> cursors) throws IOException {
        StringBuilder text = new StringBuilder();
        cursors.forEach((conversation, sequence) ->
                text.append(sequence).append(' ').append(conversation).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static FileChannel open(@Nullable FileChannel channel) throws IOException {
        if (channel == null) {
            throw new IOException("the cursors are not loaded");
        }
        return channel;
    }

    private synchronized void release() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        if (lock != null) {
            lock.acquiredBy().close();
            lock = null;
        }
    }
}
