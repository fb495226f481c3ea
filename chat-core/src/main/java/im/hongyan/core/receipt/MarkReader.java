package im.hongyan.core.receipt;

import im.hongyan.core.conversation.PeerGuard;
import im.hongyan.core.conversation.ReadMarks;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells how far conversations have been read, what is not yet written included. A peer's marks are not told where one blocks the other. */
@Component
final class MarkReader implements ReadMarks {
    private final CursorJournal journal;
    private final CursorRepository repository;
    private final PeerGuard guard;

    MarkReader(CursorJournal journal, CursorRepository repository, PeerGuard guard) {
        this.journal = journal;
        this.repository = repository;
        this.guard = guard;
    }

    @Override
    public Mono<Map<String, Marks>> of(Principal user, List<String> asked) {
        if (asked.isEmpty()) {
            return Mono.just(Map.of());
        }
        return Mono.zip(
                        repository.read(user.getTenant(), user.getUser(), asked),
                        repository.receivedByPeers(user.getTenant(), user.getUser(), asked),
                        guard.quietAmong(user.getTenant(), asked))
                .map(found -> shown(marks(user, asked, found.getT1(), found.getT2()), found.getT3()));
    }

    /** What a device was told before stands: marks only move forward. */
    private static Map<String, Marks> shown(Map<String, Marks> marks, Set<String> quiet) {
        quiet.forEach(
                conversation -> marks.computeIfPresent(conversation, (id, marked) -> new Marks(marked.read(), 0, 0)));
        return marks;
    }

    private Map<String, Marks> marks(
            Principal user, List<String> asked, Map<Fact, Long> read, Map<String, Long> received) {
        Map<String, Marks> marks = new HashMap<>();
        for (String conversation : asked) {
            ConversationKey key = new ConversationKey(user.getTenant(), conversation);
            String peer = Ids.peerOf(conversation, user.getUser());
            long own = upTo(new Fact.Read(key, user.getUser()), read);
            long peers = peer == null ? 0 : upTo(new Fact.Read(key, peer), read);
            marks.put(conversation, new Marks(own, peers, received.getOrDefault(conversation, 0L)));
        }
        return marks;
    }

    private long upTo(Fact fact, Map<Fact, Long> written) {
        return Math.max(written.getOrDefault(fact, 0L), journal.pending(fact));
    }
}
