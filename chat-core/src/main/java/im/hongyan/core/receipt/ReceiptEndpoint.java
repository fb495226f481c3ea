package im.hongyan.core.receipt;

import im.hongyan.core.refusal.Failures;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.MarkedReceipts;
import java.util.Collections;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The door for RECEIVED and READ. */
@Component
final class ReceiptEndpoint {
    private final ReceiptService receipts;

    ReceiptEndpoint(ReceiptService receipts, CallHandlers handlers) {
        this.receipts = receipts;
        handlers.onCall(Calls.MARK_RECEIPTS, this::mark);
    }

    private Mono<MarkedReceipts> mark(MarkReceipts request) {
        return receipts.mark(request.getPrincipal(), request.getMarksList())
                .onErrorResume(
                        failure -> Mono.just(Collections.nCopies(request.getMarksCount(), Failures.problem(failure))))
                .map(problems ->
                        MarkedReceipts.newBuilder().addAllProblems(problems).build());
    }
}
