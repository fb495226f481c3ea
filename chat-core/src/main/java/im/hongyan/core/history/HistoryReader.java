package im.hongyan.core.history;

import im.hongyan.core.conversation.Membership;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import java.util.List;
import reactor.core.publisher.Flux;

/** Reads one page of the past, for one reader. Of one reading; not safe for concurrent use beyond what Reactive Streams promise. */
final class HistoryReader {
    private final LogClient log;
    private final ConversationKey key;
    private final String reader;
    private final Membership membership;
    private final long asked;
    private final long lower;
    private final long upper;
    private final boolean forward;
    private final int limit;
    private final long partBytes;

    private long edge;
    private long head;
    private int messages;
    private boolean ended;

    HistoryReader(
            LogClient log,
            ConversationKey key,
            String reader,
            Membership membership,
            History query,
            HistoryProperties bounds) {
        this.log = log;
        this.key = key;
        this.reader = reader;
        this.membership = membership;
        this.asked = query.getAfter();
        this.lower = Math.max(query.getAfter(), membership.joinSequence());
        this.upper =
                Math.min(query.getBefore() == 0 ? Long.MAX_VALUE : query.getBefore() - 1, membership.leaveSequence());
        this.forward = query.getForward();
        this.limit = limit(query.getLimit(), bounds.pageMessages());
        this.partBytes = bounds.partBytes().toBytes();
        this.edge = forward ? lower : upper;
    }

    private static int limit(int wanted, int most) {
        return wanted == 0 || Integer.compareUnsigned(wanted, most) > 0 ? most : wanted;
    }

    /** The parts, in the direction asked for; the last one says so. */
    Flux<HistoryPart> parts() {
        if (!membership.isActive() && asked > membership.leaveSequence()) {
            return Flux.error(Refused.notMember());
        }
        if (upper <= lower) {
            return Flux.just(closing(Math.max(0, Math.min(lower, upper))));
        }
        return log.read(question())
                .concatMapIterable(page -> inDirection(Slice.of(page, partBytes)), 1)
                .map(this::part)
                .takeUntil(HistoryPart::getDone)
                .concatWith(Flux.defer(() -> ended ? Flux.empty() : Flux.just(closing(forward ? edge : lower))));
    }

    private ReadLog question() {
        boolean open = upper == Long.MAX_VALUE;
        ReadLog.Builder question = ReadLog.newBuilder()
                .setTenant(key.tenant())
                .setConversation(key.conversation())
                .setAfter(lower)
                .setLimit(limit)
                .setReader(reader);
        return forward
                ? question.setUntil(open ? 0 : upper).build()
                : question.setDescending(true).setBefore(open ? 0 : upper + 1).build();
    }

    private List<Slice> inDirection(List<Slice> ascending) {
        return forward ? ascending : ascending.reversed();
    }

    private HistoryPart part(Slice slice) {
        head = Math.min(slice.head(), membership.leaveSequence());
        messages += slice.messages().size();
        long after = Math.max(slice.after(), lower);
        long through = Math.max(after, Math.min(slice.through(), upper));
        boolean more = forward ? through < Math.min(head, upper) : after > lower;
        ended = !more || messages >= limit;
        edge = forward ? through : after;
        return HistoryPart.newBuilder()
                .setConversation(key.conversation())
                .setAfter(after == lower ? asked : after)
                .setThrough(through)
                .setHead(head)
                .addAllMessages(slice.messages())
                .setMore(more)
                .setDone(ended)
                .build();
    }

    private HistoryPart closing(long at) {
        return HistoryPart.newBuilder()
                .setConversation(key.conversation())
                .setAfter(at)
                .setThrough(at)
                .setHead(Math.max(head, at))
                .setDone(true)
                .build();
    }
}
