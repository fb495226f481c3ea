package im.hongyan.core.account;

import im.hongyan.core.refusal.Failures;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The door for HELLO. */
@Component
final class AccountEndpoint {
    private final AccountService accounts;

    AccountEndpoint(AccountService accounts, CallHandlers handlers) {
        this.accounts = accounts;
        handlers.onCall(Calls.OPEN_SESSION, this::open);
    }

    private Mono<OpenedSession> open(OpenSession request) {
        return accounts.open(request)
                .onErrorResume(failure -> Mono.just(OpenedSession.newBuilder()
                        .setProblem(Failures.problem(failure))
                        .build()));
    }
}
