package im.hongyan.core.history;

import im.hongyan.core.conversation.Membership;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.SyncPart;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads one conversation upwards from a cursor, for one reader. Of one reading; not safe for concurrent use beyond what
 * Reactive Streams promise.
 */
final class SyncReader {
    private final LogClient log;
    private final ConversationKey key;
    private final String reader;
    private final Membership membership;
    private final long cursor;
    private final int limit;
    private final long partBytes;

    private long read;
    private long head;
    private int messages;
    private boolean ended;

    /** @param limit messages at the most; 0: until the head */
    SyncReader(LogClient log, Principal reader, Membership membership, Cursor from, int limit, long partBytes) {
        this.log = log;
        this.key = new ConversationKey(reader.getTenant(), from.getConversation());
        this.reader = reader.getUser();
        this.membership = membership;
        this.cursor = from.getAfter();
        this.limit = limit;
        this.partBytes = partBytes;
        this.read = cursor;
        this.head = cursor;
    }

    /** The parts; the last one says so. */
    Flux<SyncPart> parts() {
        if (!membership.isActive() && cursor > membership.leaveSequence()) {
            return Flux.error(Refused.notMember());
        }
        ReadLog question = ReadLog.newBuilder()
                .setTenant(key.tenant())
                .setConversation(key.conversation())
                .setAfter(Math.max(cursor, membership.joinSequence()))
                .setUntil(membership.isActive() ? 0 : membership.leaveSequence())
                .setLimit(limit)
                .setReader(reader)
                .build();
        return log.read(question)
                .concatMap(this::checked, 1)
                .concatMapIterable(page -> Slice.of(page, partBytes), 1)
                .map(this::part)
                .takeUntil(SyncPart::getLast)
                .concatWith(Flux.defer(this::closing));
    }

    /** A cursor is ahead only when the settled head, asked for once more, is below it. */
    private Mono<LogPage> checked(LogPage page) {
        if (page.getHead() >= cursor || page.getHead() >= membership.leaveSequence()) {
            return Mono.just(page);
        }
        return log.head(key)
                .flatMap(now -> now.getHead() < cursor
                        ? Mono.error(new Refused(Problems.cursorAhead(now.getHead())))
                        : Mono.empty());
    }

    private SyncPart part(Slice slice) {
        head = Math.min(slice.head(), membership.leaveSequence());
        messages += slice.messages().size();
        long through = Math.max(read, Math.min(slice.through(), membership.leaveSequence()));
        ended = through >= head || (limit > 0 && messages >= limit);
        SyncPart part = SyncPart.newBuilder()
                .setConversation(key.conversation())
                .setAfter(read)
                .setThrough(through)
                .setHead(head)
                .addAllMessages(slice.messages())
                .setLast(ended)
                .build();
        read = through;
        return part;
    }

    /** Whoever waits for the last part gets one, whatever ended the reading. */
    private Flux<SyncPart> closing() {
        return ended
                ? Flux.empty()
                : Flux.just(SyncPart.newBuilder()
                        .setConversation(key.conversation())
                        .setAfter(read)
                        .setThrough(read)
                        .setHead(Math.max(head, read))
                        .setLast(true)
                        .build());
    }
}
