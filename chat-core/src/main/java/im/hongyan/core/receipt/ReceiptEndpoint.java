package im.hongyan.core.receipt;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Failures;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.MarkedReceipts;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.ReceiptKind;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The door for RECEIVED and READ. */
@Component
final class ReceiptEndpoint {
    private final ReceiptService receipts;
    private final SeenListener listener;

    ReceiptEndpoint(ReceiptService receipts, SeenListener listener, CallHandlers handlers) {
        this.receipts = receipts;
        this.listener = listener;
        handlers.onCall(Calls.MARK_RECEIPTS, this::mark);
    }

    private Mono<MarkedReceipts> mark(MarkReceipts request) {
        return receipts.mark(request.getPrincipal(), request.getMarksList())
                .doOnNext(problems -> tell(request, problems))
                .onErrorResume(
                        failure -> Mono.just(Collections.nCopies(request.getMarksCount(), Failures.problem(failure))))
                .map(problems ->
                        MarkedReceipts.newBuilder().addAllProblems(problems).build());
    }

    private void tell(MarkReceipts request, List<Problem> problems) {
        for (int i = 0; i < problems.size(); i++) {
            Mark mark = request.getMarks(i);
            if (mark.getKind() == ReceiptKind.SEEN && problems.get(i).getCode().isEmpty()) {
                String tenant = request.getPrincipal().getTenant();
                listener.seen(
                        new ConversationKey(tenant, mark.getConversation()),
                        request.getPrincipal().getUser());
            }
        }
    }
}
