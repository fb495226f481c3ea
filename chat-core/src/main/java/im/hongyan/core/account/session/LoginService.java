package im.hongyan.core.account.session;

import im.hongyan.core.account.revocation.Revocations;
import im.hongyan.core.account.session.RefreshTokenRepository.Given;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.secret.Secrets;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Logins begin, are renewed and end. A refresh token is exchanged once: when it comes again, one of the two who have it stole it, and
 * the login ends (RFC 9700 §4.14.2). Once begun, a change is brought to its end, whoever asked goes away. Errors are
 * {@link Refused}.
 */
@Service
public class LoginService {
    private static final Logger LOG = LoggerFactory.getLogger(LoginService.class);
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);
    private static final int MAX_TOKEN_CHARS = 128;

    private final LoginRepository logins;
    private final RefreshTokenRepository refreshTokens;
    private final TokenIssuer issuer;
    private final Revocations revocations;
    private final SessionProperties lives;
    private final TransactionalOperator transaction;
    private final Clock clock = Clock.systemUTC();

    LoginService(
            LoginRepository logins,
            RefreshTokenRepository refreshTokens,
            TokenIssuer issuer,
            Revocations revocations,
            SessionProperties lives,
            ReactiveTransactionManager transactions) {
        this.logins = logins;
        this.refreshTokens = refreshTokens;
        this.issuer = issuer;
        this.revocations = revocations;
        this.lives = lives;
        this.transaction = TransactionalOperator.create(transactions);
    }

    /**
     * Begins a login. An earlier one with the same device cannot be renewed any more.
     *
     * @param still what must hold when the login is written, in the same transaction; its error is the answer
     */
    public Mono<Tokens> begin(String tenant, String user, String device, Mono<Void> still) {
        return Mono.defer(() -> {
            Login login = new Login(
                    Ids.newClientMessageId(),
                    tenant,
                    user,
                    device,
                    clock.instant().plus(lives.login()));
            return issuer.issue(login).flatMap(tokens -> {
                Mono<Void> written = still.then(logins.ofUser(tenant, user).collectList())
                        .flatMapIterable(all -> all)
                        .filter(earlier -> earlier.device().equals(device))
                        .concatMap(earlier -> logins.end(earlier.sid(), clock.millis()))
                        .then(logins.insert(login, clock.millis()))
                        .then(store(tokens));
                return carryOut(within(transaction.transactional(written))).thenReturn(tokens);
            });
        });
    }

    /** Exchanges a refresh token. */
    public Mono<Tokens> renew(String refreshToken) {
        return Mono.defer(() -> {
            if (refreshToken.isEmpty() || refreshToken.length() > MAX_TOKEN_CHARS) {
                return Mono.error(refused());
            }
            String hash = Secrets.hash(refreshToken);
            return within(refreshTokens.find(hash))
                    .switchIfEmpty(Mono.error(LoginService::refused))
                    .flatMap(given -> within(logins.find(given.sid()))
                            .switchIfEmpty(Mono.error(LoginService::refused))
                            .flatMap(login -> given.used() ? stolen(login) : exchange(hash, given, login)));
        });
    }

    private Mono<Tokens> exchange(String hash, Given given, Login login) {
        if (given.expiresAtMillis() <= clock.millis()) {
            return Mono.error(refused());
        }
        return issuer.issue(login).flatMap(tokens -> {
            Mono<Boolean> exchanged = logins.lock(login.sid(), clock.millis())
                    .switchIfEmpty(Mono.error(LoginService::refused))
                    .then(refreshTokens.use(hash, clock.millis()))
                    .flatMap(first -> first ? store(tokens).thenReturn(true) : Mono.just(false));
            return carryOut(within(transaction.transactional(exchanged)))
                    .flatMap(first -> first ? Mono.just(tokens) : stolen(login));
        });
    }

    private Mono<Tokens> stolen(Login login) {
        LOG.warn("a refresh token came a second time; its login {} ends", login.sid());
        return end(login.tenant(), login.user(), List.of(login.sid())).then(Mono.error(LoginService::refused));
    }

    /** Ends a login; once more does no harm. */
    public Mono<Void> end(String tenant, String user, String sid) {
        return end(tenant, user, List.of(sid));
    }

    /** Ends all logins of a user but one. */
    public Mono<Void> endOthers(String tenant, String user, String kept) {
        return within(logins.ofUser(tenant, user)
                        .map(Login::sid)
                        .filter(sid -> !sid.equals(kept))
                        .collectList())
                .flatMap(sids -> end(tenant, user, sids));
    }

    private Mono<Void> end(String tenant, String user, List<String> sids) {
        Mono<Void> ended = Flux.fromIterable(sids)
                .concatMap(sid -> within(logins.end(sid, clock.millis())))
                .then(Mono.defer(() -> revocations.revoke(tenant, user, sids)));
        return carryOut(ended);
    }

    private Mono<Void> store(Tokens tokens) {
        return refreshTokens.insert(
                Secrets.hash(tokens.refreshToken()),
                tokens.login().sid(),
                tokens.refreshExpiresAt().toEpochMilli());
    }

    private static <T> Mono<T> carryOut(Mono<T> work) {
        return Mono.defer(() -> Mono.fromFuture(work.toFuture(), true));
    }

    private static <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, DATABASE_DEADLINE);
    }

    /** One text for every reason. */
    private static Refused refused() {
        return Refused.of(ErrorCode.AUTH_FAILED, "the refresh token is not accepted");
    }
}
