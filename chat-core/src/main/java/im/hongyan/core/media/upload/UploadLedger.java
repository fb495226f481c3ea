package im.hongyan.core.media.upload;

import im.hongyan.core.media.Media;
import im.hongyan.core.media.MediaProperties;
import im.hongyan.core.media.MediaRepository;
import im.hongyan.core.media.UsageRepository;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What is on its way, what became of it, and how much each holds, in one transaction each time. */
@Component
class UploadLedger {
    private final UploadRepository uploads;
    private final MediaRepository files;
    private final UsageRepository usage;
    private final MediaProperties bounds;
    private final UploadProperties dials;
    private final TransactionalOperator transaction;

    UploadLedger(
            UploadRepository uploads,
            MediaRepository files,
            UsageRepository usage,
            MediaProperties bounds,
            UploadProperties dials,
            ReactiveTransactionManager transactions) {
        this.uploads = uploads;
        this.files = files;
        this.usage = usage;
        this.bounds = bounds;
        this.dials = dials;
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** Errors with LIMIT_EXCEEDED when the user or the tenant would hold too much. */
    Mono<Void> begin(Upload upload) {
        long userSize = bounds.userSize().toBytes();
        long tenantSize = bounds.tenantSize().toBytes();
        Mono<Void> begun = usage.reserve(upload.tenant(), upload.owner(), upload.bytes(), userSize, dials.open())
                .flatMap(room -> room ? Mono.<Void>empty() : whatIsTooMuch(upload))
                .then(Mono.defer(() -> usage.reserve(upload.tenant(), upload.bytes(), tenantSize)))
                .flatMap(room -> room
                        ? uploads.insert(upload)
                        : Mono.error(limit("bytes", "the files of this app have at most " + tenantSize + " bytes")));
        return usage.prepare(upload.tenant(), upload.owner()).then(Mono.defer(() -> transaction.transactional(begun)));
    }

    private Mono<Void> whatIsTooMuch(Upload upload) {
        return usage.find(upload.tenant(), upload.owner())
                .flatMap(held -> Mono.error(
                        held.uploads() >= dials.open()
                                ? limit("uploads", "at most " + dials.open() + " uploads of a user are open at once")
                                : limit(
                                        "bytes",
                                        "the files of a user have at most "
                                                + bounds.userSize().toBytes() + " bytes together")));
    }

    private static Refused limit(String field, String message) {
        return new Refused(Problems.ofField(ErrorCode.LIMIT_EXCEEDED, field, message));
    }

    /** The upload became this file. May be said again. */
    Mono<Void> arrived(Upload upload, Media file, long nowMillis) {
        Mono<Void> written = uploads.delete(upload)
                .filter(there -> there)
                .flatMap(there -> files.insert(file, nowMillis)
                        .then(Mono.defer(() -> usage.arrived(upload.tenant(), upload.owner()))));
        return transaction.transactional(written);
    }

    /** Nothing became of the upload. May be said again. */
    Mono<Void> dropped(Upload upload) {
        Mono<Void> written = uploads.delete(upload)
                .filter(there -> there)
                .flatMap(there -> usage.dropped(upload.tenant(), upload.owner(), upload.bytes()));
        return transaction.transactional(written);
    }
}
