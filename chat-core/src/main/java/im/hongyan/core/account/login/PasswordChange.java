package im.hongyan.core.account.login;

import im.hongyan.core.account.login.AccountRepository.Secured;
import im.hongyan.core.account.login.Attempts.Who;
import im.hongyan.core.account.password.PasswordRules;
import im.hongyan.core.account.password.Passwords;
import im.hongyan.core.account.session.LoginService;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A new password ends all other logins. Once it is stored, that is brought to its end. Errors are {@link Refused}. */
@Service
class PasswordChange {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordChange.class);
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);
    private static final Retry PATIENTLY = Retry.backoff(5, Duration.ofMillis(200));

    private final AccountRepository accounts;
    private final PasswordRules rules;
    private final Passwords passwords;
    private final PasswordLogin login;
    private final LoginService logins;
    private final Clock clock = Clock.systemUTC();

    PasswordChange(
            AccountRepository accounts,
            PasswordRules rules,
            Passwords passwords,
            PasswordLogin login,
            LoginService logins) {
        this.rules = rules;
        this.accounts = accounts;
        this.passwords = passwords;
        this.login = login;
        this.logins = logins;
    }

    /** @param address where the client is */
    Mono<Void> change(Principal principal, String address, String earlier, String later) {
        return Mono.defer(() -> {
            PasswordRules.checkForm("oldPassword", earlier);
            rules.checkNew("newPassword", later, principal.getUser());
            return login.verified(new Who(principal.getTenant(), principal.getUser(), address), earlier)
                    .switchIfEmpty(Mono.error(PasswordChange::wrong))
                    .flatMap(found -> passwords.hash(later).flatMap(hash -> write(principal, found, hash)));
        });
    }

    private Mono<Void> write(Principal principal, Secured found, String hash) {
        Mono<Void> written = Deadlines.ofStore(
                        accounts.changePassword(found.account(), found.passwordHash(), hash, clock.millis()),
                        DATABASE_DEADLINE)
                .flatMap(changed -> changed ? endOthers(principal) : Mono.error(wrong()));
        return Mono.defer(() -> Mono.fromFuture(written.toFuture(), true));
    }

    private Mono<Void> endOthers(Principal principal) {
        return logins.endOthers(principal.getTenant(), principal.getUser(), principal.getSid())
                .retryWhen(PATIENTLY)
                .onErrorResume(failure -> {
                    LOG.error("a password was changed, but other logins of its user may go on", failure);
                    return Mono.empty();
                });
    }

    private static Refused wrong() {
        return new Refused(Problems.ofField(ErrorCode.NO_PERMISSION, "oldPassword", "is not the password"));
    }
}
