package im.hongyan.persistence.message;

import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.store.HeadRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sees to it that no hole stays open. Writers close the holes that they know of, when they are told that time has passed;
 * holes that a writer left behind are found in the table of heads, and closed when nobody has touched them for the orphan
 * time. Time in which nothing could be consumed does not count. Confined to its one subscription.
 */
final class HoleSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(HoleSweeper.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int ORPHANS_AT_ONCE = 1_000;

    private record Seen(Head head, long sinceNanos) {}

    private final HeadRepository heads;
    private final Writers writers;
    private final WriterMeters meters;
    private final long holeNanos;
    private final long orphanNanos;
    private final CalmClock clock;
    private Map<ConversationKey, Seen> seen = new HashMap<>();

    HoleSweeper(
            HeadRepository heads, Writers writers, WriterMeters meters, MessageProperties properties, CalmClock clock) {
        this.meters = meters;
        this.heads = heads;
        this.writers = writers;
        this.holeNanos = properties.holeTime().toNanos();
        this.orphanNanos = properties.orphanTime().toNanos();
        this.clock = clock;
    }

    /** Sweeps every second for as long as it is subscribed. Never errors. */
    Flux<Void> run() {
        return Flux.interval(TICK, clock.timer())
                .onBackpressureDrop()
                .concatMap(
                        tick -> Mono.defer(this::sweep)
                                .onErrorResume(this::tellLater)
                                .doOnTerminate(meters::swept),
                        1);
    }

    private Mono<Void> sweep() {
        long calm = clock.look();
        if (calm == 0) {
            seen = Map.of();
        }
        Mono<Void> due = calm < holeNanos ? Mono.empty() : writers.submitToAll(new Work.Tick());
        return due.then(heads.unsettled(ORPHANS_AT_ONCE))
                .flatMapMany(unsettled -> Flux.fromIterable(untouched(unsettled)))
                .flatMap(head -> writers.submit(head.shard(), new Work.Adopt(head)))
                .then();
    }

    /** Those heads that have been what they are for the orphan time. */
    private List<Head> untouched(List<Head> unsettled) {
        long now = clock.nanos();
        Map<ConversationKey, Seen> still = new HashMap<>();
        List<Head> untouched = new ArrayList<>();
        for (Head head : unsettled) {
            Seen before = seen.get(head.conversation());
            Seen current = before != null && before.head().equals(head) ? before : new Seen(head, now);
            still.put(head.conversation(), current);
            if (now - current.sinceNanos() >= orphanNanos) {
                untouched.add(head);
            }
        }
        seen = still;
        return untouched;
    }

    private Mono<Void> tellLater(Throwable error) {
        LOG.warn("holes could not be swept, next try in {}: {}", TICK, error.toString());
        return Mono.empty();
    }
}
