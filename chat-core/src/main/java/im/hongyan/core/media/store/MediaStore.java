package im.hongyan.core.media.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where the bytes of files lie. A file grows by appending, one writer at a time, and is finished once; only then can it be
 * read. What {@link #received} counts is durable. Signals failures of the store as they are; blocks nobody. Safe for
 * concurrent use by those who are at different files, and by many who read.
 */
public interface MediaStore {

    /** How many bytes of an unfinished file there are; 0 when there is no such file. */
    Mono<Long> received(FileKey key);

    /**
     * Appends to an unfinished file; the first bytes make it. Takes no more bytes at a time than it can put away, and releases
     * them all. However the bytes end, those that came are kept as far as the store can: after an error ask
     * {@link #received}.
     *
     * @param at what {@link #received} says
     * @return how many bytes there are then
     */
    Mono<Long> append(FileKey key, long at, Flux<DataBuffer> bytes);

    /** The file is whole. May be said again. */
    Mono<Void> finish(FileKey key);

    /** A small file as a whole, in the place of whatever there was. */
    Mono<Void> put(FileKey key, ByteBuffer bytes);

    /** A part of a finished file. Whoever subscribes releases the buffers. */
    Flux<DataBuffer> read(FileKey key, long from, long count);

    /** Work with a finished file as one of this machine's, for as long as the work goes on. */
    <T> Mono<T> withFile(FileKey key, Function<Path, Mono<T>> work);

    /** Forgets the file, finished or not; nothing happens when there is none. */
    Mono<Void> delete(FileKey key);
}
