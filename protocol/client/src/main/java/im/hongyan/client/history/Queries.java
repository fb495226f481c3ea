package im.hongyan.client.history;

import im.hongyan.client.error.OverflowException;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.loop.Loop;
import im.hongyan.client.outbox.Wire;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Questions about the past that are not answered. One that was under way when the connection was lost is asked again over
 * the next; one whose time is over fails. {@link #history} is safe for concurrent use; the rest is loop-confined. Not for
 * applications.
 */
public final class Queries {
    /** Questions at the most that are not answered. */
    public static final int OPEN = 64;

    private final Loop loop;
    private final Duration timeout;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<PendingQuery> pending = new LinkedHashSet<>();
    private final Map<Integer, PendingQuery> asked = new HashMap<>();
    private @Nullable Wire wire;
    private @Nullable String closed;

    public Queries(Loop loop, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
    }

    /** Asks when subscribed to. */
    public Mono<HistoryPage> history(History history) {
        return Mono.create(sink -> {
            if (open.incrementAndGet() > OPEN) {
                open.decrementAndGet();
                sink.error(new OverflowException("open queries", OPEN, "queries"));
                return;
            }
            PendingQuery query = new PendingQuery(history, sink);
            loop.execute(() -> enter(query));
        });
    }

    public void connected(Wire wire) {
        this.wire = wire;
        pending.forEach(this::ask);
    }

    public void disconnected() {
        wire = null;
        asked.clear();
        pending.forEach(PendingQuery::forget);
    }

    /** A part of an answer. */
    public void part(int requestId, HistoryPart part) {
        PendingQuery query = asked.get(requestId);
        if (query == null) {
            return;
        }
        query.add(part);
        if (part.getDone()) {
            asked.remove(requestId);
            leave(query);
            query.complete();
        }
    }

    /** The answer to a question, if that request was one. */
    public boolean refused(int requestId, Problem problem) {
        PendingQuery query = asked.remove(requestId);
        if (query == null) {
            return false;
        }
        if (problem.getRetryable()) {
            query.forget();
            Duration pause = Duration.ofMillis(Math.max(problem.getRetryAfterMillis(), query.pauseMillis()));
            loop.schedule(pause, () -> ask(query));
        } else {
            leave(query);
            query.fail(new RefusedException(problem));
        }
        return true;
    }

    /** Whether an answer is to be read. */
    public boolean awaitsAnswers() {
        return !asked.isEmpty();
    }

    public void close(String why) {
        closed = why;
        disconnected();
        List.copyOf(pending).forEach(query -> {
            leave(query);
            query.fail(new UnansweredException(why));
        });
    }

    private void enter(PendingQuery query) {
        if (closed != null) {
            open.decrementAndGet();
            query.fail(new UnansweredException(closed));
            return;
        }
        pending.add(query);
        query.expiry(loop.schedule(timeout, () -> expire(query)));
        ask(query);
    }

    private void ask(PendingQuery query) {
        Wire out = wire;
        if (out != null && pending.contains(query)) {
            asked.put(out.ask(FrameType.HISTORY, query.question()), query);
        }
    }

    private void expire(PendingQuery query) {
        if (pending.contains(query)) {
            asked.values().remove(query);
            leave(query);
            query.fail(new UnansweredException("no answer within " + timeout.toMillis() + " ms"));
        }
    }

    private void leave(PendingQuery query) {
        if (pending.remove(query)) {
            open.decrementAndGet();
            query.settled();
        }
    }
}
