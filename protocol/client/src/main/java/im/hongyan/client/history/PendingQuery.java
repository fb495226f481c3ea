package im.hongyan.client.history;

import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;

/** A question and what has come of its answer. Loop-confined. */
final class PendingQuery {
    private static final int LONGEST_PAUSE_DOUBLINGS = 5;

    private final History question;
    private final MonoSink<HistoryPage> sink;
    private final List<HistoryPart> parts = new ArrayList<>();
    private @Nullable Disposable expiry;
    private int refusals;

    PendingQuery(History question, MonoSink<HistoryPage> sink) {
        this.question = question;
        this.sink = sink;
    }

    History question() {
        return question;
    }

    void expiry(Disposable timer) {
        expiry = timer;
    }

    void add(HistoryPart part) {
        parts.add(part);
    }

    void forget() {
        parts.clear();
    }

    /** Before it is asked again after a retryable refusal; grows. */
    long pauseMillis() {
        return 100L << Math.min(refusals++, LONGEST_PAUSE_DOUBLINGS);
    }

    void settled() {
        if (expiry != null) {
            expiry.dispose();
        }
    }

    void fail(RuntimeException failure) {
        sink.error(failure);
    }

    void complete() {
        List<Message> messages = parts.stream()
                .flatMap(part -> part.getMessagesList().stream())
                .sorted(Comparator.comparingLong(Message::getSequence))
                .toList();
        HistoryPart last = parts.getLast();
        sink.success(new HistoryPage(
                last.getConversation(),
                messages,
                parts.stream().mapToLong(HistoryPart::getAfter).min().orElse(0),
                parts.stream().mapToLong(HistoryPart::getThrough).max().orElse(0),
                last.getHead(),
                last.getMore()));
    }
}
