package im.hongyan.core.account;

import im.hongyan.core.account.revocation.Revocations;
import im.hongyan.core.conversation.LoginGuard;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A live session goes on while its login does and its tenant is in service. */
@Component
final class SessionGuard implements LoginGuard {
    private final Revocations revocations;
    private final Tenants tenants;

    SessionGuard(Revocations revocations, Tenants tenants) {
        this.revocations = revocations;
        this.tenants = tenants;
    }

    @Override
    public Mono<Void> check(Principal principal) {
        return tenants.find(principal.getTenant())
                .filter(tenant -> !tenant.isSuspended())
                .switchIfEmpty(Mono.error(SessionGuard::suspended))
                .then(revocations.check(principal.getSid().isEmpty() ? null : principal.getSid()));
    }

    private static Refused suspended() {
        return Refused.of(ErrorCode.SESSION_REVOKED, "this app is suspended");
    }
}
