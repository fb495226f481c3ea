package im.hongyan.core.media.upload;

import im.hongyan.core.media.Media;
import im.hongyan.core.media.MediaRepository;
import im.hongyan.core.media.upload.Turns.Turn;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The way of a file:
 *
 * <pre>
 * begin (limits, quota) → bytes, in one request or in several → whole: what is it? → {@link Media}, or nothing
 * </pre>
 *
 * <p>Whoever sends may go away: what came is kept, and what was begun is brought to its end. Unknown uploads and those of
 * others get the same NOT_FOUND. Errors with {@link Refused}.
 */
@Service
class UploadService {
    private final UploadRepository uploads;
    private final MediaRepository files;
    private final Turns turns;
    private final Arrival arrival;
    private final UploadProperties dials;
    private final Clock clock = Clock.systemUTC();

    UploadService(
            UploadRepository uploads, MediaRepository files, Turns turns, Arrival arrival, UploadProperties dials) {
        this.uploads = uploads;
        this.files = files;
        this.turns = turns;
        this.arrival = arrival;
        this.dials = dials;
    }

    /** A new upload; no byte of it has come. */
    Mono<Upload> begin(Principal owner, String name, long bytes) {
        return Mono.defer(() -> {
            Upload upload = new Upload(
                    owner.getTenant(),
                    Ids.newMessageId(clock.millis()),
                    owner.getUser(),
                    FileNames.check(name),
                    bytes,
                    expiry());
            return uncancelled(arrival.begin(upload)).thenReturn(upload);
        });
    }

    /** A file in one piece: whole, or as if nobody had tried. */
    Mono<Media> take(Principal owner, String name, long bytes, Flux<DataBuffer> body) {
        return begin(owner, name, bytes)
                .flatMap(upload -> uncancelled(inTurn(upload, turn -> write(turn, upload, 0, body))
                        .flatMap(UploadService::whole)
                        .onErrorResume(failure ->
                                arrival.drop(upload).onErrorComplete().then(Mono.error(failure)))));
    }

    private static Mono<Media> whole(Progress progress) {
        Media file = progress.file();
        return file == null
                ? Mono.error(Refused.of(ErrorCode.MALFORMED, "the file has fewer bytes than Content-Length says"))
                : Mono.just(file);
    }

    /**
     * Goes on with an upload; with no bytes left to come, ends it.
     *
     * @param at how many bytes the client believes to be here; IDEMPOTENCY_CONFLICT when that is wrong
     */
    Mono<Progress> append(Principal owner, String id, long at, Flux<DataBuffer> body) {
        return find(owner, id)
                .map(upload -> upload.expiringAt(expiry()))
                .flatMap(upload -> uncancelled(inTurn(upload, turn -> write(turn, upload, at, body))))
                .switchIfEmpty(Mono.defer(() -> ended(owner, id).map(progress -> checked(progress, at))));
    }

    private Mono<Progress> write(Turn turn, Upload upload, long at, Flux<DataBuffer> body) {
        return arrival.received(upload)
                .map(received -> checked(Progress.of(upload, received), at))
                .flatMap(before -> arrival.append(upload, at, turn.during(body)))
                .flatMap(received -> received < upload.bytes()
                        ? Mono.just(Progress.of(upload, received))
                        : turn.goOn()
                                .then(Mono.defer(() -> arrival.complete(upload)))
                                .map(Progress::whole));
    }

    private static Progress checked(Progress progress, long at) {
        if (at != progress.received()) {
            throw new Refused(Problems.ofField(
                    ErrorCode.IDEMPOTENCY_CONFLICT, "Upload-Offset", "is not what has come; HEAD tells what has"));
        }
        return progress;
    }

    /** How far it is. */
    Mono<Progress> progress(Principal owner, String id) {
        return find(owner, id)
                .flatMap(upload -> arrival.received(upload).map(received -> Progress.of(upload, received)))
                .switchIfEmpty(Mono.defer(() -> ended(owner, id)));
    }

    /** Forgets it. */
    Mono<Void> drop(Principal owner, String id) {
        return find(owner, id)
                .switchIfEmpty(Mono.error(UploadService::notFound))
                .flatMap(upload ->
                        uncancelled(inTurn(upload, turn -> arrival.drop(upload).thenReturn(true))))
                .then();
    }

    private <T> Mono<T> inTurn(Upload upload, Function<Turn, Mono<T>> work) {
        return Mono.usingWhen(
                turns.take(upload), work, turns::giveBack, (turn, failure) -> turns.giveBack(turn), turns::giveBack);
    }

    private Mono<Upload> find(Principal owner, String id) {
        return Ids.isId(id)
                ? uploads.find(owner.getTenant(), owner.getUser(), id, clock.millis())
                : Mono.error(UploadService::notFound);
    }

    private Mono<Progress> ended(Principal owner, String id) {
        return files.find(owner.getTenant(), id)
                .filter(file -> file.owner().equals(owner.getUser()))
                .switchIfEmpty(Mono.error(UploadService::notFound))
                .map(Progress::whole);
    }

    private static Refused notFound() {
        return Refused.of(ErrorCode.NOT_FOUND, "there is no such upload");
    }

    private long expiry() {
        return clock.millis() + dials.expiry().toMillis();
    }

    /** A cancel of who asked does not reach it; what it ends with then is nobody's. */
    private static <T> Mono<T> uncancelled(Mono<T> work) {
        return Mono.defer(() -> Mono.fromFuture(work.materialize().toFuture(), true))
                .dematerialize();
    }
}
