package im.hongyan.core.media;

import im.hongyan.core.media.store.MediaStore;
import im.hongyan.core.work.Rounds;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Forgets files that nobody sent, a few at a time: first nobody can send them, then the bytes go, then the row. */
@Component
final class MediaSweeper extends Rounds {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int FILES_PER_ROUND = 200;

    private final MediaRepository files;
    private final UsageRepository usage;
    private final MediaStore store;
    private final MediaProperties bounds;
    private final TransactionalOperator transaction;
    private final Clock clock = Clock.systemUTC();

    MediaSweeper(
            MediaRepository files,
            UsageRepository usage,
            MediaStore store,
            MediaProperties bounds,
            ReactiveTransactionManager transactions) {
        super(PERIOD, "files that nobody sent cannot be swept");
        this.files = files;
        this.usage = usage;
        this.store = store;
        this.bounds = bounds;
        this.transaction = TransactionalOperator.create(transactions);
    }

    @Override
    protected Mono<Void> round() {
        return sweep(clock.millis() - bounds.unsentFor().toMillis());
    }

    /** Those that came before. */
    Mono<Void> sweep(long beforeMillis) {
        return files.findUnused(beforeMillis, FILES_PER_ROUND)
                .collectList()
                .flatMapIterable(unused -> unused)
                .concatMap(file ->
                        files.giveUp(file, clock.millis()).filter(gone -> gone).flatMap(gone -> forget(file)))
                .then();
    }

    private Mono<Void> forget(Media file) {
        Mono<Void> row = files.delete(file)
                .filter(there -> there)
                .flatMap(there -> usage.deleted(file.tenant(), file.owner(), file.bytes()));
        return store.delete(file.key())
                .then(store.delete(file.key().thumbnail()))
                .then(Mono.defer(() -> transaction.transactional(row)));
    }
}
