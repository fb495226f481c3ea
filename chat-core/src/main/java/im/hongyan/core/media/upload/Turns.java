package im.hongyan.core.media.upload;

import im.hongyan.core.media.store.FileKey;
import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets one request at a time write a file, at whichever chat-core it is. Whoever comes anew is the client that has lost its
 * connection: a request that is at the file here is asked to stop. What a process held that was killed is free after
 * {@link #HELD}. Safe for concurrent use; as many entries as there are uploads that flow.
 */
@Component
class Turns {
    static final Duration HELD = Duration.ofSeconds(20);
    private static final Duration RENEW = HELD.dividedBy(4);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final int TRIES = 30;

    private final UploadRepository uploads;
    private final Clock clock = Clock.systemUTC();
    private final Map<FileKey, Turn> here = new ConcurrentHashMap<>();

    Turns(UploadRepository uploads) {
        this.uploads = uploads;
    }

    /** The right to write this file until it is given back. */
    final class Turn {
        private final Upload upload;
        private final String writer = Ids.newClientMessageId();
        private final Sinks.Empty<Void> stop = Sinks.empty();
        private final AtomicLong until = new AtomicLong();

        private Turn(Upload upload) {
            this.upload = upload;
        }

        /** The same until it is another's turn: then it completes. Errors with BUSY when the turn was lost. */
        <T> Flux<T> during(Flux<T> bytes) {
            Mono<T> lost = Flux.interval(RENEW)
                    .onBackpressureDrop()
                    .concatMap(tick -> claim(this), 1)
                    .filter(kept -> !kept)
                    .next()
                    .flatMap(none -> Mono.error(busy()));
            return bytes.takeUntilOther(stop.asMono()).takeUntilOther(lost);
        }

        /** For what must be done after the bytes. */
        Mono<Void> goOn() {
            return claim(this).flatMap(kept -> kept ? Mono.empty() : Mono.error(busy()));
        }
    }

    /** Errors with BUSY when another writes and does not stop. */
    Mono<Turn> take(Upload upload) {
        return Mono.defer(() -> {
            Turn mine = new Turn(upload);
            Turn before = here.put(upload.key(), mine);
            if (before != null) {
                before.stop.tryEmitEmpty();
            }
            return Mono.defer(() -> claim(mine))
                    .filter(claimed -> claimed)
                    .repeatWhenEmpty(TRIES, times -> times.delayElements(AGAIN))
                    .thenReturn(mine)
                    .onErrorMap(IllegalStateException.class, tooOften -> busy())
                    .doOnError(failure -> here.remove(upload.key(), mine));
        });
    }

    Mono<Void> giveBack(Turn turn) {
        return Mono.defer(() -> {
            here.remove(turn.upload.key(), turn);
            return uploads.release(turn.upload, turn.writer);
        });
    }

    private Mono<Boolean> claim(Turn turn) {
        long now = clock.millis();
        // Rises each time: a database that counts changed rows must see a change.
        long until = turn.until.updateAndGet(before -> Math.max(before + 1, now + HELD.toMillis()));
        return uploads.claim(turn.upload, turn.writer, now, until);
    }

    private static Refused busy() {
        return new Refused(Failures.retryable(ErrorCode.BUSY, "another request writes this upload"));
    }
}
