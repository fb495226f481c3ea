package im.hongyan.core.conversation;

import im.hongyan.core.refusal.Failures;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.Done;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.link.proto.TypingSignal;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The door for heads and typing. */
@Component
final class ConversationEndpoint {
    private final HeadsService heads;
    private final TypingService typing;
    private final LoginGuard guard;

    ConversationEndpoint(HeadsService heads, TypingService typing, LoginGuard guard, CallHandlers handlers) {
        this.heads = heads;
        this.guard = guard;
        this.typing = typing;
        handlers.onStream(Calls.HEADS, this::heads);
        handlers.onCall(Calls.TYPING, this::typing);
    }

    private Flux<HeadsResult> heads(HeadsQuery query) {
        return guard.check(query.getPrincipal())
                .thenMany(heads.of(query.getPrincipal(), query.getAfter()))
                .map(page -> HeadsResult.newBuilder().setHeads(page).build())
                .onErrorResume(failure -> Flux.just(HeadsResult.newBuilder()
                        .setProblem(Failures.problem(failure))
                        .build()));
    }

    private Mono<Done> typing(TypingSignal signal) {
        return typing.typing(signal.getPrincipal(), signal.getTyping())
                .thenReturn(Done.getDefaultInstance())
                .onErrorResume(failure -> Mono.just(
                        Done.newBuilder().setProblem(Failures.problem(failure)).build()));
    }
}
