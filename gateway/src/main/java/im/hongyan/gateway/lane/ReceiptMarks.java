package im.hongyan.gateway.lane;

import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.MarkedReceipts;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.ReceiptKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.BaseSubscriber;

/**
 * What the device has applied and the user has seen: of one conversation only the furthest counts, and all that came while a
 * call was under way go in the next one. Bounded by conversations; beyond it nothing more is read until the call is
 * answered. Confined to the executor.
 */
public final class ReceiptMarks {
    private static final int MAX_PENDING = 256;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Asker asker;
    private final CoreDoor core;
    private final Map<String, Pending> pending = new LinkedHashMap<>(4);
    private int owed;
    private boolean calling;
    private boolean closed;

    private record Pending(int requestId, Mark mark) {}

    public ReceiptMarks(Asker asker, CoreDoor core) {
        this.asker = asker;
        this.core = core;
    }

    /** A RECEIVED or READ frame. It is answered only when it is refused. */
    public void mark(int requestId, String conversation, ReceiptKind kind, long upTo) {
        add(new Pending(
                requestId,
                Mark.newBuilder()
                        .setConversation(conversation)
                        .setKind(kind)
                        .setUpTo(upTo)
                        .build()));
        if (pending.size() < MAX_PENDING) {
            asker.done(1);
        } else {
            owed++;
        }
        if (!calling) {
            callNext();
        }
    }

    /** The client has left; what is pending is still told. */
    public void close() {
        closed = true;
    }

    private void add(Pending next) {
        String key = next.mark().getKindValue() + next.mark().getConversation();
        pending.merge(key, next, (a, b) -> b.mark().getUpTo() >= a.mark().getUpTo() ? b : a);
    }

    private void callNext() {
        if (pending.isEmpty()) {
            return;
        }
        List<Pending> batch = new ArrayList<>(pending.values());
        pending.clear();
        calling = true;
        asker.done(owed);
        owed = 0;
        MarkReceipts.Builder call = MarkReceipts.newBuilder().setPrincipal(asker.principal());
        batch.forEach(each -> call.addMarks(each.mark()));
        core.client().call(Calls.MARK_RECEIPTS, call.build()).subscribe(new Answer(batch));
    }

    private void answered(List<Pending> batch, MarkedReceipts results) {
        for (int i = 0; i < Math.min(batch.size(), results.getProblemsCount()); i++) {
            Problem problem = results.getProblems(i);
            if (Problems.isRefusal(problem)) {
                asker.push(Problems.frame(batch.get(i).requestId(), problem));
            }
        }
        calling = false;
        callNext();
    }

    /** Receipts only move forward, so telling them again does no harm. */
    private void failed(List<Pending> batch) {
        if (closed) {
            calling = false;
            return;
        }
        asker.in(PAUSE, () -> {
            batch.forEach(this::add);
            calling = false;
            callNext();
        });
    }

    /** Not cancelled when the client leaves; its life is the call's deadline. */
    private final class Answer extends BaseSubscriber<MarkedReceipts> {
        private final List<Pending> batch;
        private boolean done;

        private Answer(List<Pending> batch) {
            this.batch = batch;
        }

        @Override
        protected void hookOnNext(MarkedReceipts results) {
            done = true;
            asker.executor().execute(() -> answered(batch, results));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            asker.executor().execute(() -> failed(batch));
        }

        @Override
        protected void hookOnComplete() {
            if (!done) {
                asker.executor().execute(() -> answered(batch, MarkedReceipts.getDefaultInstance()));
            }
        }
    }
}
