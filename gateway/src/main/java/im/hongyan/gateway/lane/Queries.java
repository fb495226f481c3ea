package im.hongyan.gateway.lane;

import com.google.protobuf.MessageLite;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.HistoryQuery;
import im.hongyan.link.proto.HistoryResult;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Sync;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * Queries run beside the sends, a few at a time; a part is asked for when the one before has been taken by the socket, so a
 * slow reader slows down its own query and nothing else, and when the user's budget of bytes allows it. Confined to the
 * executor.
 */
public final class Queries {
    private static final int MAX_RUNNING = 2;
    private static final int MAX_WAITING = 16;
    static final int MAX_OPEN = MAX_RUNNING + MAX_WAITING;

    /** Parts of one query that wait for the socket: one is being sent while the next is fetched. */
    private static final int AHEAD = 2;

    private final Asker asker;
    private final CoreDoor core;
    private final Set<Query<?>> running = new HashSet<>(4);
    private final ArrayDeque<Query<?>> waiting = new ArrayDeque<>(2);

    public Queries(Asker asker, CoreDoor core) {
        this.asker = asker;
        this.core = core;
    }

    /** Answers with SYNC_PARTs, the last with {@code done}, or with one ERROR. */
    public void sync(int requestId, Sync sync) {
        SyncQuery query = SyncQuery.newBuilder()
                .setPrincipal(asker.principal())
                .setSync(sync)
                .build();
        run(new Query<>(requestId, core.client().stream(Calls.SYNC, query), Queries::reply));
    }

    /** Answers with HISTORY_PARTs, the last with {@code done}, or with one ERROR. */
    public void history(int requestId, History history) {
        HistoryQuery query = HistoryQuery.newBuilder()
                .setPrincipal(asker.principal())
                .setHistory(history)
                .build();
        run(new Query<>(requestId, core.client().stream(Calls.HISTORY, query), Queries::reply));
    }

    /** Stops what is running: reading may be cancelled. */
    public void close() {
        core.queries(-waiting.size() - running.size());
        waiting.clear();
        running.forEach(Query::stop);
        running.clear();
    }

    private void run(Query<?> query) {
        if (!core.budgets().takeQuery(asker.principal(), asker.nanoTime())) {
            refuse(
                    query,
                    ErrorCode.RATE_LIMITED,
                    "at most " + core.queriesPerSecond() + " queries a second of one user");
        } else if (running.size() < MAX_RUNNING) {
            core.queries(1);
            running.add(query);
            query.start();
        } else if (waiting.size() < MAX_WAITING) {
            core.queries(1);
            waiting.add(query);
        } else {
            refuse(query, ErrorCode.BUSY, "at most " + MAX_OPEN + " queries of one connection at a time");
        }
    }

    private void refuse(Query<?> query, ErrorCode code, String message) {
        asker.answer(Problems.frame(query.requestId, Problems.retryAfter(code, message, CallFailures.retryMillis())));
    }

    private void ended(Query<?> query) {
        if (running.remove(query)) {
            core.queries(-1);
            Query<?> next = waiting.poll();
            if (next != null) {
                running.add(next);
                next.start();
            }
        }
    }

    private static Reply reply(SyncResult result) {
        return result.hasProblem()
                ? new Reply.Refused(result.getProblem())
                : new Reply.Part(
                        FrameType.SYNC_PART, result.getPart(), result.getPart().getDone());
    }

    private static Reply reply(HistoryResult result) {
        return result.hasProblem()
                ? new Reply.Refused(result.getProblem())
                : new Reply.Part(
                        FrameType.HISTORY_PART,
                        result.getPart(),
                        result.getPart().getDone());
    }

    /** What chat-core answers, one item. */
    private sealed interface Reply {
        record Part(FrameType type, MessageLite body, boolean done) implements Reply {}

        record Refused(Problem problem) implements Reply {}
    }

    /** One query; its signals arrive on any thread and are handled on the executor. */
    private final class Query<R> extends BaseSubscriber<R> {
        private final int requestId;
        private final Flux<R> results;
        private final Function<R, Reply> reply;
        private boolean answered;
        private Wheel.@Nullable Alarm alarm;
        private int taken;

        private Query(int requestId, Flux<R> results, Function<R, Reply> reply) {
            this.requestId = requestId;
            this.results = results;
            this.reply = reply;
        }

        private void start() {
            results.subscribe(this);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(AHEAD);
        }

        @Override
        protected void hookOnNext(R result) {
            asker.executor().execute(() -> onReply(reply.apply(result)));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            asker.executor().execute(() -> refuse(CallFailures.problem(failure)));
        }

        @Override
        protected void hookOnComplete() {
            asker.executor()
                    .execute(() -> refuse(Problems.retryAfter(
                            ErrorCode.INTERNAL, "the answer broke off", CallFailures.retryMillis())));
        }

        private void onReply(Reply next) {
            if (answered) {
                return;
            }
            switch (next) {
                case Reply.Part part -> {
                    asker.part(
                            new Frame(part.type(), requestId, part.body()),
                            () -> taken(part.body().getSerializedSize()));
                    if (part.done()) {
                        end();
                        asker.done(1);
                    }
                }
                case Reply.Refused refused -> {
                    stop();
                    refuse(refused.problem());
                }
            }
        }

        /** The socket has taken a part: the next one may come, now or when what was read is paid for. */
        private void taken(int bytes) {
            Duration wait = core.budgets().spend(asker.principal(), bytes, asker.nanoTime());
            taken++;
            if (!answered && alarm == null) {
                if (wait.isZero()) {
                    more();
                } else {
                    alarm = asker.in(wait, this::more);
                }
            }
        }

        private void more() {
            alarm = null;
            int parts = taken;
            taken = 0;
            request(parts);
        }

        private void stop() {
            cancel();
            callOff();
        }

        private void callOff() {
            if (alarm != null) {
                alarm.cancel();
                alarm = null;
            }
        }

        /** Ends the query unless it has had its whole answer. */
        private void refuse(Problem problem) {
            if (!answered) {
                end();
                asker.answer(Problems.frame(requestId, problem));
            }
        }

        private void end() {
            answered = true;
            callOff();
            ended(this);
        }
    }
}
