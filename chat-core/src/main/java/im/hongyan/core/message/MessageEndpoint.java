package im.hongyan.core.message;

import im.hongyan.core.refusal.Failures;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResults;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The door for sends: what a connection had queued, as one call. */
@Component
final class MessageEndpoint {
    private final MessageService messages;

    MessageEndpoint(MessageService messages, CallHandlers handlers) {
        this.messages = messages;
        handlers.onCall(Calls.SEND, this::send);
    }

    private Mono<SendResults> send(SendBatch batch) {
        return messages.send(batch).onErrorResume(failure -> Mono.just(refuseAll(batch, Failures.problem(failure))));
    }

    private static SendResults refuseAll(SendBatch batch, Problem problem) {
        SendResults.Builder results = SendResults.newBuilder();
        for (Send send : batch.getSendsList()) {
            results.addResults(
                    Settled.refused(0, send.getClientMessageId(), problem).result());
        }
        return results.build();
    }
}
