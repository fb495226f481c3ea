package im.hongyan.core.account.login;

import im.hongyan.core.account.password.PasswordRules;
import im.hongyan.core.account.password.Passwords;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** Makes accounts. Once the hash is made the account is written, whoever asked goes away. Errors are {@link Refused}. */
@Service
class RegistrationService {
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final AccountRepository accounts;
    private final AccountRules rules;
    private final PasswordRules strength;
    private final Passwords passwords;
    private final Clock clock = Clock.systemUTC();

    RegistrationService(AccountRepository accounts, AccountRules rules, PasswordRules strength, Passwords passwords) {
        this.accounts = accounts;
        this.rules = rules;
        this.strength = strength;
        this.passwords = passwords;
    }

    Mono<Account> register(String tenant, String user, String password, String name) {
        return rules.checkRegistration(tenant).then(Mono.defer(() -> {
            Fields.id("user", user);
            Fields.name("name", name);
            strength.checkNew("password", password, user);
            Account account = new Account(tenant, user, name, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return within(accounts.find(tenant, user))
                    .flatMap(found -> Mono.<Account>error(taken()))
                    .switchIfEmpty(passwords.hash(password).flatMap(hash -> write(account, hash)));
        }));
    }

    private Mono<Account> write(Account account, String hash) {
        Mono<Account> written = within(accounts.insert(account, hash))
                .flatMap(isNew -> isNew ? Mono.just(account) : Mono.error(taken()));
        return Mono.defer(() -> Mono.fromFuture(written.toFuture(), true));
    }

    private static <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, DATABASE_DEADLINE);
    }

    private static Refused taken() {
        return new Refused(Problems.ofField(ErrorCode.IDEMPOTENCY_CONFLICT, "user", "an account of this id exists"));
    }
}
