package im.hongyan.core.media.upload;

import im.hongyan.core.work.Rounds;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets uploads that nobody went on with, a few at a time. */
@Component
final class UploadSweeper extends Rounds {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int UPLOADS_PER_ROUND = 200;

    private final UploadRepository uploads;
    private final Turns turns;
    private final Arrival arrival;
    private final Clock clock = Clock.systemUTC();

    UploadSweeper(UploadRepository uploads, Turns turns, Arrival arrival) {
        super(PERIOD, "uploads of the past cannot be swept");
        this.uploads = uploads;
        this.turns = turns;
        this.arrival = arrival;
    }

    @Override
    protected Mono<Void> round() {
        return sweep(clock.millis());
    }

    /** Those that had expired by then. */
    Mono<Void> sweep(long nowMillis) {
        return uploads.findExpired(nowMillis, UPLOADS_PER_ROUND)
                .collectList()
                .flatMapIterable(expired -> expired)
                .concatMap(upload -> Mono.usingWhen(
                        turns.take(upload), turn -> arrival.drop(upload).thenReturn(true), turns::giveBack))
                .then();
    }
}
