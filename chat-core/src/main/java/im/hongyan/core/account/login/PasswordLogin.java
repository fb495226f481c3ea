package im.hongyan.core.account.login;

import im.hongyan.core.account.login.AccountRepository.Secured;
import im.hongyan.core.account.login.Attempts.Who;
import im.hongyan.core.account.password.PasswordRules;
import im.hongyan.core.account.password.Passwords;
import im.hongyan.core.account.session.LoginService;
import im.hongyan.core.account.session.Tokens;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * Logging in with a password. An unknown user is refused like a wrong password: the same code, the same text, after the same
 * work. Errors are {@link Refused}.
 */
@Service
class PasswordLogin {
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final AccountRepository accounts;
    private final Attempts attempts;
    private final Passwords passwords;
    private final LoginService logins;
    private final AccountRules rules;

    PasswordLogin(
            AccountRepository accounts,
            Attempts attempts,
            Passwords passwords,
            LoginService logins,
            AccountRules rules) {
        this.attempts = attempts;
        this.accounts = accounts;
        this.passwords = passwords;
        this.logins = logins;
        this.rules = rules;
    }

    /** What is presented. */
    record Attempt(Who who, String password, String device) {
        /** Never the password. */
        @Override
        public String toString() {
            return "Attempt";
        }
    }

    /** Who came in, and with which tokens. */
    record Entered(Account account, Tokens tokens) {}

    Mono<Entered> login(Attempt attempt) {
        return Mono.defer(() -> {
            Fields.id("user", attempt.who().user());
            Fields.id("device", attempt.device());
            PasswordRules.checkForm("password", attempt.password());
            return rules.checkApp(attempt.who().tenant())
                    .then(Mono.defer(() -> verified(attempt.who(), attempt.password())))
                    .switchIfEmpty(Mono.error(PasswordLogin::wrong))
                    .flatMap(found -> enter(found, attempt.device()));
        });
    }

    /** The account when this is its password; empty when not, or when there is none. */
    Mono<Secured> verified(Who who, String password) {
        Mono<Secured> look = within(accounts.find(who.tenant(), who.user()))
                .singleOptional()
                .flatMap(found -> passwords
                        .matches(password, found.map(Secured::passwordHash).orElse(null))
                        .flatMap(right -> right ? Mono.justOrEmpty(found) : Mono.empty()));
        return attempts.within(who, look);
    }

    private Mono<Entered> enter(Secured found, String device) {
        Account account = found.account();
        Mono<Void> still = accounts.hasStill(account.tenant(), account.user(), found.passwordHash())
                .flatMap(same -> same ? Mono.empty() : Mono.error(wrong()));
        return logins.begin(account.tenant(), account.user(), device, still)
                .map(tokens -> new Entered(account, tokens));
    }

    private static <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, DATABASE_DEADLINE);
    }

    private static Refused wrong() {
        return Refused.of(ErrorCode.AUTH_FAILED, "the user or the password is wrong");
    }
}
