package im.hongyan.core.media.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Files in a folder: those that are whole in two levels of folders below their tenant's, those on their way beside them. All
 * that waits for the disk does so on a few threads of its own. Safe for concurrent use as the seam says.
 */
final class LocalStore implements MediaStore, AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BUFFERS_AHEAD = 2;
    private static final int IDLE_SECONDS = 60;
    private static final String UNFINISHED = "unfinished";

    private final Path root;
    private final Scheduler disk;

    LocalStore(Path root, int threads) {
        this.root = root.toAbsolutePath().normalize();
        // Tasks wait no longer than there are transfers: each has one at a time.
        this.disk = Schedulers.newBoundedElastic(threads, Integer.MAX_VALUE, "hongyan-media-disk", IDLE_SECONDS, true);
    }

    @Override
    public Mono<Long> received(FileKey key) {
        return onDisk(() -> {
            try {
                return Files.size(unfinished(key));
            } catch (NoSuchFileException none) {
                return Files.exists(whole(key)) ? Files.size(whole(key)) : 0L;
            }
        });
    }

    @Override
    public Mono<Long> append(FileKey key, long at, Flux<DataBuffer> bytes) {
        return Flux.usingWhen(
                        onDisk(() -> open(unfinished(key), at)),
                        channel -> bytes.publishOn(disk, BUFFERS_AHEAD)
                                .doOnNext(buffer -> write(channel, buffer))
                                .doOnDiscard(DataBuffer.class, DataBufferUtils::release),
                        this::close,
                        (channel, failure) -> close(channel),
                        this::close)
                .then(received(key));
    }

    private static FileChannel open(Path file, long at) throws IOException {
        Files.createDirectories(parent(file));
        FileChannel channel = FileChannel.open(file, CREATE, WRITE);
        if (channel.size() < at) {
            channel.close();
            throw new IOException("a file has fewer bytes than were told");
        }
        return channel.truncate(at).position(at);
    }

    private static void write(FileChannel channel, DataBuffer buffer) {
        try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
            while (parts.hasNext()) {
                write(channel, parts.next());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Mono<Void> close(FileChannel channel) {
        return onDisk(() -> {
                    try (channel) {
                        channel.force(true);
                    }
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Void> finish(FileKey key) {
        return onDisk(() -> {
                    publish(unfinished(key), whole(key));
                    return true;
                })
                .then();
    }

    /** The bytes are on the disk already; the names must be too. */
    private void publish(Path from, Path to) throws IOException {
        Files.createDirectories(parent(to));
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException again) {
            if (!Files.exists(to)) {
                throw again;
            }
        }
        for (Path folder = parent(to); folder.startsWith(root); folder = parent(folder)) {
            force(folder);
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    @Override
    public Mono<Void> put(FileKey key, ByteBuffer bytes) {
        return onDisk(() -> {
                    Path file = unfinished(key);
                    Files.createDirectories(parent(file));
                    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
                        write(channel, bytes.duplicate());
                        channel.force(true);
                    }
                    publish(file, whole(key));
                    return true;
                })
                .then();
    }

    @Override
    public Flux<DataBuffer> read(FileKey key, long from, long count) {
        Flux<DataBuffer> file = DataBufferUtils.readByteChannel(
                () -> FileChannel.open(whole(key), READ).position(from),
                DefaultDataBufferFactory.sharedInstance,
                BUFFER_BYTES);
        return DataBufferUtils.takeUntilByteCount(file.subscribeOn(disk), count);
    }

    @Override
    public <T> Mono<T> withFile(FileKey key, Function<Path, Mono<T>> work) {
        return Mono.defer(() -> work.apply(whole(key)));
    }

    @Override
    public Mono<Void> delete(FileKey key) {
        return onDisk(() -> {
                    Files.deleteIfExists(unfinished(key));
                    return Files.deleteIfExists(whole(key));
                })
                .then();
    }

    /** By the end of the name, which is random; the beginning is a time. */
    private Path whole(FileKey key) {
        String id = key.name().replaceFirst("\\..*", "");
        int end = id.length();
        return root.resolve(key.tenant())
                .resolve(id.substring(Math.max(0, end - 2)))
                .resolve(id.substring(Math.max(0, end - 4), Math.max(0, end - 2)))
                .resolve(key.name());
    }

    private Path unfinished(FileKey key) {
        return root.resolve(key.tenant()).resolve(UNFINISHED).resolve(key.name());
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a file lies in a folder");
        }
        return parent;
    }

    private <T> Mono<T> onDisk(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(disk);
    }

    @Override
    public void close() {
        disk.dispose();
    }
}
