package im.hongyan.core.receipt;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.Membership;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.HeadReader;
import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.ReceiptKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes marks on: rules → membership → not above the head → journal → told to who listens. A mark that does not move its
 * cursor forward is taken and changes nothing.
 */
@Service
final class ReceiptService {
    private final ConversationService conversations;
    private final HeadReader heads;
    private final CursorJournal journal;
    private final ReceiptTeller teller;
    private final int maxMarks;

    ReceiptService(
            ConversationService conversations,
            HeadReader heads,
            CursorJournal journal,
            ReceiptTeller teller,
            ReceiptProperties bounds) {
        this.conversations = conversations;
        this.heads = heads;
        this.journal = journal;
        this.teller = teller;
        this.maxMarks = bounds.marksPerCall();
    }

    /** One problem a mark, in their order; an empty one is success. */
    Mono<List<Problem>> mark(Principal principal, List<Mark> marks) {
        if (marks.size() > maxMarks) {
            return Mono.error(
                    new Refused(Problems.ofField(ErrorCode.LIMIT_EXCEEDED, "marks", "must be at most " + maxMarks)));
        }
        return Flux.fromIterable(marks)
                .flatMapSequential(mark -> mark(principal, mark)
                        .thenReturn(Problem.getDefaultInstance())
                        .onErrorResume(failure -> Mono.just(Failures.problem(failure))))
                .collectList();
    }

    private Mono<Void> mark(Principal principal, Mark mark) {
        Problem broken = check(mark);
        if (broken != null) {
            return Mono.error(new Refused(broken));
        }
        ConversationKey key = new ConversationKey(principal.getTenant(), mark.getConversation());
        Fact fact = mark.getKind() == ReceiptKind.SEEN
                ? new Fact.Read(key, principal.getUser())
                : new Fact.Received(key, principal.getUser(), principal.getDevice());
        return conversations
                .membership(principal, mark.getConversation())
                .flatMap(membership -> withinReach(membership, key, mark.getUpTo()))
                .then(Mono.fromRunnable(() -> {
                    if (mark.getUpTo() > 0) {
                        journal.note(fact, mark.getUpTo());
                        teller.moved(fact, mark.getUpTo());
                    }
                }));
    }

    private static @Nullable Problem check(Mark mark) {
        if (!Ids.isConversation(mark.getConversation())) {
            return Problems.invalid("conversation", "must be the id of a conversation");
        }
        if (mark.getKind() != ReceiptKind.DELIVERED && mark.getKind() != ReceiptKind.SEEN) {
            return Problems.invalid("kind", "must be DELIVERED or SEEN");
        }
        return mark.getUpTo() < 0 ? Problems.invalid("up_to", "must be at least 0") : null;
    }

    private Mono<Boolean> withinReach(Membership membership, ConversationKey key, long upTo) {
        Mono<Boolean> settled = upTo == 0 ? Mono.just(true) : heads.isSettled(key, upTo);
        return settled.map(isSettled -> {
            if (!isSettled || upTo > membership.leaveSequence()) {
                throw Refused.invalid("up_to", "must not be above the head of the conversation");
            }
            return true;
        });
    }
}
