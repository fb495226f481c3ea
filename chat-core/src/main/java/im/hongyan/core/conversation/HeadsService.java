package im.hongyan.core.conversation;

import im.hongyan.core.conversation.ReadMarks.Marks;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.link.proto.LogHead;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The heads of all conversations that a user is in, page by page, with the marks that they show. */
@Service
final class HeadsService {
    private final ConversationRepository repository;
    private final LogClient log;
    private final ReadMarks marks;
    private final ConversationProperties bounds;

    private record Page(Heads heads, String last) {
        static final Page EMPTY = new Page(Heads.newBuilder().setLast(true).build(), "");
    }

    HeadsService(ConversationRepository repository, LogClient log, ReadMarks marks, ConversationProperties bounds) {
        this.repository = repository;
        this.log = log;
        this.marks = marks;
        this.bounds = bounds;
    }

    /** The pages after a conversation, or all of them after "", one read when the one before was taken. */
    Flux<Heads> of(Principal user, String after) {
        return page(user, after)
                .expand(page -> page.heads().getLast() ? Mono.empty() : page(user, page.last()))
                .map(Page::heads);
    }

    private Mono<Page> page(Principal user, String after) {
        Mono<List<String>> conversations = repository
                .conversationsOf(user.getTenant(), user.getUser(), after, bounds.headsPage())
                .collectList();
        return Deadlines.ofStore(conversations, bounds.databaseDeadline())
                .flatMap(some -> some.isEmpty() ? Mono.just(Page.EMPTY) : page(user, some));
    }

    private Mono<Page> page(Principal user, List<String> conversations) {
        return Mono.zip(
                log.heads(user.getTenant(), conversations),
                Deadlines.ofStore(marks.of(user, conversations), bounds.databaseDeadline()),
                (heads, known) -> page(conversations, heads, known));
    }

    private Page page(List<String> conversations, List<LogHead> heads, Map<String, Marks> known) {
        Heads.Builder page = Heads.newBuilder().setLast(conversations.size() < bounds.headsPage());
        for (int i = 0; i < conversations.size(); i++) {
            Marks seen = known.getOrDefault(conversations.get(i), Marks.NONE);
            page.addHeads(Head.newBuilder()
                    .setConversation(conversations.get(i))
                    .setSequence(heads.get(i).getHead())
                    .setRead(seen.read())
                    .setPeerRead(seen.peerRead())
                    .setPeerReceived(seen.peerReceived()));
        }
        return new Page(page.build(), conversations.getLast());
    }
}
