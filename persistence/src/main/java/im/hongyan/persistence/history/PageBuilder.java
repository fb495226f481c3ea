package im.hongyan.persistence.history;

import im.hongyan.link.proto.LogPage;
import im.hongyan.persistence.log.LogRow;
import im.hongyan.persistence.log.Span;
import im.hongyan.persistence.store.ReactionRepository.Seen;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.ReactionCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages being gathered for one page, in the order in which they are read, up to its bounds. Confined to one read. */
final class PageBuilder {
    private final Span span;
    private final int mostMessages;
    private final long mostBytes;
    private final List<LogRow> rows = new ArrayList<>();
    private long bytes;
    private boolean full;

    PageBuilder(Span span, int mostMessages, long mostBytes) {
        this.span = span;
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    /** Takes the row unless the page is full by that; the first is always taken. */
    boolean offer(LogRow row) {
        bytes += row.body().size();
        if (!rows.isEmpty() && bytes > mostBytes) {
            full = true;
            return false;
        }
        rows.add(row);
        full = rows.size() >= mostMessages;
        return true;
    }

    /** Takes rows of which it is not known whether others follow: the page ends with the last of them. */
    void offerAll(List<LogRow> some) {
        for (LogRow row : some) {
            if (!offer(row)) {
                break;
            }
        }
        full = !rows.isEmpty();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    /** The lowest number that was taken; something was. */
    long lowest() {
        return Math.min(rows.getFirst().sequence(), rows.getLast().sequence());
    }

    /** The highest number that was taken; something was. */
    long highest() {
        return Math.max(rows.getFirst().sequence(), rows.getLast().sequence());
    }

    /** Gives the messages their reactions: fields at the end of an encoded message are fields of it. */
    void react(List<Seen> reactions) {
        Map<Long, Message.Builder> more = new HashMap<>();
        for (Seen seen : reactions) {
            more.computeIfAbsent(seen.sequence(), first -> Message.newBuilder())
                    .addReactions(ReactionCount.newBuilder()
                            .setReaction(seen.reaction())
                            .setCount((int) seen.total())
                            .setMine(seen.mine())
                            .setChange(seen.change()));
        }
        rows.replaceAll(row -> {
            Message.Builder reacted = more.get(row.sequence());
            return reacted == null
                    ? row
                    : new LogRow(
                            row.sequence(), row.body().concat(reacted.build().toByteString()));
        });
    }

    /** What is left of the span after this page: nothing when the page is not full. */
    Span rest() {
        long end = span.descending() ? span.after() + 1 : span.through();
        return span.beyond(full ? rows.getLast().sequence() : end);
    }

    /** The page; it covers what it read of the span, numbers without a message included. */
    LogPage page(long head) {
        Span rest = rest();
        List<LogRow> ascending = new ArrayList<>(rows);
        if (span.descending()) {
            Collections.reverse(ascending);
        }
        LogPage.Builder page = LogPage.newBuilder()
                .setAfter(span.descending() ? rest.through() : span.after())
                .setThrough(span.descending() ? span.through() : rest.after())
                .setHead(head);
        for (LogRow row : ascending) {
            page.addMessages(row.body()).addSequences(row.sequence());
        }
        return page.build();
    }
}
