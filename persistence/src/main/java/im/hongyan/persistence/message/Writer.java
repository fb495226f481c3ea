package im.hongyan.persistence.message;

import im.hongyan.persistence.change.Changes;
import im.hongyan.persistence.delivery.Hint;
import im.hongyan.persistence.judge.Decision;
import im.hongyan.persistence.judge.Judge;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.StoredMessage;
import im.hongyan.persistence.store.Fence;
import im.hongyan.persistence.store.HeadRepository;
import im.hongyan.persistence.store.MessageLog;
import im.hongyan.persistence.store.MessageRepository;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Turns work into commits, one turn at a time:
 *
 * <pre>
 * claim shards → load timelines → [look up client keys] → judge → [change others] → commit under the fence → remember
 * </pre>
 *
 * <p>A turn is first tried on what is in memory alone. When a number is taken already, or the database refuses a row, it is
 * judged again with everything read anew. Any other failure forgets everything and the same turn is tried again, for as
 * long as it takes: nothing is given up, and whoever feeds this writer stops meanwhile.
 */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final Map<ClientKey, StoredMessage> NONE = Map.of();
    private static final int FLOORS_AT_ONCE = 64;

    /** The tables that a writer uses, and what messages in them do to others. */
    record Tables(Fence fence, HeadRepository heads, MessageRepository messages, MessageLog log, Changes changes) {}

    private final Tables tables;
    private final MessageProperties properties;
    private final Floors floors;
    private final WriterMeters meters;
    private final CalmClock clock;
    private final Memory memory;

    /**
     * @param index tells the writers of this process apart, in meters
     * @param clock tells for how long a hole is open; its timer waits between tries
     */
    Writer(
            int index,
            Tables tables,
            MessageProperties properties,
            Floors floors,
            WriterMeters meters,
            CalmClock clock) {
        this.tables = tables;
        this.properties = properties;
        this.floors = floors;
        this.meters = meters;
        this.clock = clock;
        this.memory = new Memory(properties.timelines());
        meters.watch(index, memory, properties.timelines());
    }

    /** Does all the work of a turn; afterwards gives the hints that each piece of work leads to. Never errors. */
    Mono<List<List<Hint>>> write(List<Work> work) {
        Turn turn = Turn.of(work);
        return Mono.defer(() -> turn.redelivered() ? attempt(turn, true) : attempt(turn))
                .doOnError(this::failed)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, properties.retryFirst())
                        .maxBackoff(properties.retryMost())
                        .scheduler(clock.timer()))
                .flatMap(this::afterwards);
    }

    /** Trusts that no client key is stored already; when that turns out to be wrong, looks them up. */
    private Mono<Decision> attempt(Turn turn) {
        return attempt(turn, false)
                .onErrorResume(R2dbcDataIntegrityViolationException.class, conflict -> Mono.empty())
                .switchIfEmpty(Mono.defer(() -> attempt(turn, true)));
    }

    /** Empty when the turn cannot be judged without looking up. */
    private Mono<Decision> attempt(Turn turn, boolean lookUp) {
        return claim(turn)
                .then(Mono.defer(() -> load(turn)))
                .then(Mono.defer(() -> lookUp ? tables.messages().findStored(turn.clientKeys()) : Mono.just(NONE)))
                .flatMap(stored -> Mono.justOrEmpty(decide(turn, stored, lookUp)))
                .flatMap(tables.changes()::apply)
                .flatMap(this::commit);
    }

    private Mono<Void> claim(Turn turn) {
        Set<Integer> unclaimed = new HashSet<>(turn.shards().values());
        unclaimed.removeAll(memory.tokens().keySet());
        return unclaimed.isEmpty()
                ? Mono.empty()
                : tables.fence()
                        .claim(unclaimed)
                        .doOnNext(memory.tokens()::putAll)
                        .then();
    }

    private Mono<Void> load(Turn turn) {
        List<ConversationKey> missing = turn.shards().keySet().stream()
                .filter(conversation -> !memory.knows(conversation))
                .toList();
        return missing.isEmpty()
                ? Mono.empty()
                : tables.heads()
                        .timelines(missing, clock.nanos())
                        .doOnNext(timelines -> timelines.forEach((conversation, timeline) ->
                                memory.put(conversation, timeline, turn.shards().getOrDefault(conversation, 0))))
                        .then();
    }

    private @Nullable Decision decide(Turn turn, Map<ClientKey, StoredMessage> stored, boolean complete) {
        List<ConversationKey> withHoles = memory.withHoles();
        Judge judge = new Judge(properties.rules(), memory::timeline, stored, complete, clock.nanos());
        List<List<Hint>> hints = new ArrayList<>();
        for (Work work : turn.work()) {
            List<Hint> own = new ArrayList<>();
            if (!judge(judge, work, own)) {
                return null;
            }
            hints.add(own);
        }
        if (turn.ticked()) {
            withHoles.forEach(judge::closeDue);
        }
        hints.getLast().addAll(judge.headsMoved());
        return judge.decision(hints);
    }

    private boolean judge(Judge judge, Work work, List<Hint> hints) {
        return switch (work) {
            case Work.Store store ->
                store.intake().messages().stream().allMatch(message -> judge.judge(message, hints));
            case Work.Adopt adopt -> {
                judge.closeUnchanged(adopt.head());
                yield true;
            }
            case Work.Tick tick -> true;
        };
    }

    private Mono<Decision> commit(Decision decision) {
        List<Head> heads = new ArrayList<>();
        Map<Integer, Long> tokens = new HashMap<>();
        decision.timelines().forEach((conversation, timeline) -> {
            int shard = memory.shard(conversation);
            heads.add(new Head(conversation, timeline.settled(), timeline.top(), shard));
            tokens.put(shard, memory.token(shard));
        });
        return meters.timed(tables.log()
                        .commit(
                                tokens,
                                new MessageLog.Change(
                                        decision.entries(),
                                        decision.voids(),
                                        heads,
                                        decision.rewrites(),
                                        decision.reactions())))
                .then(Mono.fromSupplier(() -> {
                    decision.timelines().forEach(memory::update);
                    memory.trim();
                    return decision;
                }));
    }

    /** The commit stands; what is done here may fail without harm. */
    private Mono<List<List<Hint>>> afterwards(Decision decision) {
        meters.committed(decision);
        if (!decision.moved().isEmpty()) {
            LOG.info("numbers were taken or came too late; moved by: {}", decision.moved());
        }
        return Flux.fromIterable(decision.moved().entrySet())
                .flatMap(
                        moved -> floors.raise(
                                moved.getKey(), memory.timeline(moved.getKey()).top(), moved.getValue()),
                        FLOORS_AT_ONCE)
                .then(Mono.just(decision.hints()));
    }

    private void failed(Throwable error) {
        memory.forget();
        meters.failed();
        LOG.warn("a turn of the message log failed and is tried again: {}", error.toString());
    }
}
