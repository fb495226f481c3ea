package im.hongyan.gateway.lane;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.MarkedReceipts;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.ReceiptKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * What the device has applied and the user has seen: of one conversation only the furthest counts, and all that came while a
 * call was under way go in the next one. Bounded by conversations, those of a call that is repeated included; beyond it
 * nothing more is read until a call is answered. Confined to the executor.
 */
public final class ReceiptMarks {
    /** Marks of one session; each names a conversation of at most 131 characters. A call takes as many. */
    static final int MAX_HELD = 256;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

    private final Asker asker;
    private final CoreDoor core;
    private final Map<String, Pending> pending = new LinkedHashMap<>(4);
    private List<Pending> underWay = List.of();
    private Duration pause = FIRST_PAUSE;
    private int owed;
    private int counted;
    private Wheel.@Nullable Alarm alarm;
    private boolean calling;
    private boolean closed;

    private record Pending(int requestId, Mark mark) {}

    public ReceiptMarks(Asker asker, CoreDoor core) {
        this.asker = asker;
        this.core = core;
    }

    /** A RECEIVED or READ frame. It is answered only when it is refused. */
    public void mark(int requestId, String conversation, ReceiptKind kind, long upTo) {
        if (!Ids.isConversation(conversation)) {
            asker.answer(
                    Problems.frame(requestId, Problems.invalid("conversation", "must be the id of a conversation")));
            return;
        }
        add(new Pending(
                requestId,
                Mark.newBuilder()
                        .setConversation(conversation)
                        .setKind(kind)
                        .setUpTo(upTo)
                        .build()));
        if (held() < MAX_HELD) {
            asker.done(1);
        } else {
            owed++;
        }
        if (!calling) {
            callNext();
        }
        count();
    }

    /** The client has left: what is pending is still told, unless it could not be. */
    public void close() {
        closed = true;
        if (alarm != null) {
            alarm.cancel();
            drop();
        }
    }

    private int held() {
        return pending.size() + underWay.size();
    }

    private void count() {
        core.marks(held() - counted);
        counted = held();
    }

    private void add(Pending next) {
        String key = next.mark().getKindValue() + next.mark().getConversation();
        pending.merge(key, next, (a, b) -> b.mark().getUpTo() >= a.mark().getUpTo() ? b : a);
    }

    private void callNext() {
        if (pending.isEmpty()) {
            return;
        }
        List<Pending> batch = new ArrayList<>(Math.min(pending.size(), MAX_HELD));
        Iterator<Pending> next = pending.values().iterator();
        while (next.hasNext() && batch.size() < MAX_HELD) {
            batch.add(next.next());
            next.remove();
        }
        underWay = batch;
        calling = true;
        MarkReceipts.Builder call = MarkReceipts.newBuilder().setPrincipal(asker.principal());
        batch.forEach(each -> call.addMarks(each.mark()));
        core.client().call(Calls.MARK_RECEIPTS, call.build()).subscribe(new Answer());
    }

    private void answered(MarkedReceipts results) {
        for (int i = 0; i < Math.min(underWay.size(), results.getProblemsCount()); i++) {
            refuse(underWay.get(i), results.getProblems(i));
        }
        pause = FIRST_PAUSE;
        finished();
    }

    private void refuse(Pending mark, Problem problem) {
        if (Problems.isRefusal(problem)) {
            asker.push(Problems.frame(mark.requestId(), problem));
        }
    }

    /** They are done with, well or not: as many more may be read. */
    private void finished() {
        underWay = List.of();
        calling = false;
        int room = owed;
        owed = 0;
        callNext();
        count();
        asker.done(room);
    }

    /** Receipts only move forward, so telling them again does no harm; but what is broken would be broken again. */
    private void failed(Throwable failure) {
        if (closed) {
            drop();
        } else if (passes(failure)) {
            alarm = asker.in(pause, this::again);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        } else {
            Problem problem = CallFailures.problem(failure);
            underWay.forEach(mark -> refuse(mark, problem));
            finished();
        }
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof CallException call && call.code().retryable() && call.code() != ErrorCode.INTERNAL;
    }

    /** The same once more, with what has come since. */
    private void again() {
        alarm = null;
        List<Pending> batch = underWay;
        underWay = List.of();
        batch.forEach(this::add);
        callNext();
        count();
    }

    private void drop() {
        underWay = List.of();
        pending.clear();
        count();
    }

    /** Not cancelled when the client leaves; its life is the call's deadline. */
    private final class Answer extends BaseSubscriber<MarkedReceipts> {
        private boolean done;

        @Override
        protected void hookOnNext(MarkedReceipts results) {
            done = true;
            asker.executor().execute(() -> answered(results));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            asker.executor().execute(() -> failed(failure));
        }

        @Override
        protected void hookOnComplete() {
            if (!done) {
                asker.executor().execute(() -> answered(MarkedReceipts.getDefaultInstance()));
            }
        }
    }
}
