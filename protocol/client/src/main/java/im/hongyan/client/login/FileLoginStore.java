package im.hongyan.client.login;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import im.hongyan.client.error.UnansweredException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** The login as JSON, replaced as a whole; a lock beside it keeps other processes and other stores of this one out. */
final class FileLoginStore implements LoginStore {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration LOCKED_AT_MOST = Duration.ofSeconds(60);

    private final Path file;

    FileLoginStore(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public Mono<Void> put(Login login) {
        return alone(io(() -> {
                    write(login);
                    return login;
                }))
                .then();
    }

    @Override
    public Mono<Login> update(Function<Login, Mono<Login>> next) {
        Mono<Login> changed =
                alone(io(this::read).flatMap(login -> next.apply(login).flatMap(now -> keep(login, now))));
        // Whoever does not wait for the answer must not cost the login.
        return Mono.defer(() -> Mono.fromFuture(changed.toFuture(), true));
    }

    @Override
    public Mono<Void> remove() {
        return alone(io(() -> Files.deleteIfExists(file))).then();
    }

    private Mono<Login> keep(Login before, Login now) {
        return now.equals(before)
                ? Mono.just(now)
                : io(() -> {
                    write(now);
                    return now;
                });
    }

    private <T> Mono<T> alone(Mono<T> work) {
        Mono<FileLock> lock = io(this::tryLock)
                .switchIfEmpty(Mono.error(OverlappingFileLockException::new))
                .retryWhen(Retry.fixedDelay(LOCKED_AT_MOST.dividedBy(LOOK_AGAIN), LOOK_AGAIN)
                        .filter(OverlappingFileLockException.class::isInstance)
                        .onRetryExhaustedThrow((retries, last) ->
                                new UnansweredException("another process holds the login in " + file)));
        return Mono.usingWhen(
                lock,
                held -> work,
                held -> io(() -> {
                    held.acquiredBy().close();
                    return held;
                }));
    }

    /** Null while somebody else has it. */
    private @Nullable FileLock tryLock() throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel channel = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock;
    }

    /** Null when there is none. */
    private @Nullable Login read() throws IOException {
        try {
            Struct.Builder fields = Struct.newBuilder();
            JsonFormat.parser().merge(Files.readString(file), fields);
            return Login.of(fields.build());
        } catch (NoSuchFileException none) {
            return null;
        } catch (InvalidProtocolBufferException | UnansweredException broken) {
            throw new IOException(file + " is no login", broken);
        }
    }

    /** On the disk before it is in place: what is lost of a refresh token cannot be had again. */
    private void write(Login login) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "login", ".new");
        byte[] json = JsonFormat.printer().print(login.fields()).getBytes(StandardCharsets.UTF_8);
        try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(json);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static <T> Mono<T> io(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }
}
