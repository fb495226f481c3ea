package im.hongyan.core.media.upload;

import im.hongyan.core.media.Media;
import im.hongyan.core.media.Media.Size;
import im.hongyan.core.media.Media.Thumbnail;
import im.hongyan.core.media.Transfers;
import im.hongyan.core.media.image.Picture.Small;
import im.hongyan.core.media.image.Pictures;
import im.hongyan.core.media.store.MediaStore;
import im.hongyan.core.media.type.FileTypes;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings the bytes of an upload to the store, and when they are all there finds out what they are. */
@Component
class Arrival {
    private final MediaStore store;
    private final Transfers transfers;
    private final FileTypes types;
    private final Pictures pictures;
    private final UploadLedger ledger;
    private final Clock clock = Clock.systemUTC();

    Arrival(MediaStore store, Transfers transfers, FileTypes types, Pictures pictures, UploadLedger ledger) {
        this.store = store;
        this.transfers = transfers;
        this.types = types;
        this.pictures = pictures;
        this.ledger = ledger;
    }

    Mono<Void> begin(Upload upload) {
        return Mono.defer(() -> {
            types.checkSize(upload.bytes());
            return ledger.begin(upload);
        });
    }

    Mono<Long> received(Upload upload) {
        return store.received(upload.key());
    }

    /** So many bytes have come then. Errors with FRAME_TOO_LARGE when there are more than the upload has. */
    Mono<Long> append(Upload upload, long at, Flux<DataBuffer> body) {
        if (at == upload.bytes()) {
            return Mono.just(at);
        }
        // A connection that is lost is an end of bytes like any other: what came counts.
        Flux<DataBuffer> bounded = transfers.bounded(upload.tenant(), upload.owner(), body.onErrorComplete());
        return store.append(upload.key(), at, atMost(upload.bytes() - at, bounded));
    }

    private static Flux<DataBuffer> atMost(long bytes, Flux<DataBuffer> body) {
        return Flux.defer(() -> {
            AtomicLong room = new AtomicLong(bytes);
            return body.doOnNext(buffer -> {
                if (room.addAndGet(-buffer.readableByteCount()) < 0) {
                    DataBufferUtils.release(buffer);
                    throw new Refused(Problems.ofField(
                            ErrorCode.FRAME_TOO_LARGE, "bytes", "there are more than the upload was to have"));
                }
            });
        });
    }

    /** The file that all bytes have come of. What is not taken is forgotten. May be said again. */
    Mono<Media> complete(Upload upload) {
        return store.finish(upload.key())
                .then(Mono.defer(() -> judged(upload)))
                .flatMap(file -> ledger.arrived(upload, file, clock.millis()).thenReturn(file))
                .onErrorResume(
                        failure ->
                                failure instanceof Refused no && !no.problem().getRetryable(),
                        no -> drop(upload).then(Mono.error(no)));
    }

    private Mono<Media> judged(Upload upload) {
        int prefix = (int) Math.min(FileTypes.PREFIX_BYTES, upload.bytes());
        return DataBufferUtils.join(store.read(upload.key(), 0, prefix), prefix)
                .map(Arrival::bytes)
                .map(first -> types.admit(first, upload.name(), upload.bytes()))
                .flatMap(
                        mime -> pictures.knows(mime) ? seen(upload, mime) : Mono.just(media(upload, mime, null, null)));
    }

    private Mono<Media> seen(Upload upload, String mime) {
        return store.withFile(upload.key(), file -> pictures.look(file, mime)).flatMap(picture -> {
            Size size = new Size(picture.width(), picture.height());
            Small small = picture.small();
            if (small == null) {
                return Mono.just(media(upload, mime, size, null));
            }
            Thumbnail thumbnail =
                    new Thumbnail(small.mime(), small.bytes().remaining(), new Size(small.width(), small.height()));
            return store.put(upload.key().thumbnail(), small.bytes()).thenReturn(media(upload, mime, size, thumbnail));
        });
    }

    private static Media media(Upload upload, String mime, @Nullable Size size, @Nullable Thumbnail thumbnail) {
        return new Media(
                upload.tenant(), upload.id(), upload.owner(), upload.name(), mime, upload.bytes(), size, thumbnail);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** As if it had never been. May be said again. */
    Mono<Void> drop(Upload upload) {
        return store.delete(upload.key())
                .then(store.delete(upload.key().thumbnail()))
                .then(Mono.defer(() -> ledger.dropped(upload)));
    }
}
