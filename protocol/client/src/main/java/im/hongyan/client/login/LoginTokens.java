package im.hongyan.client.login;

import im.hongyan.client.error.RefusedException;
import im.hongyan.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The access tokens of a login that is kept somewhere, renewed when they run out. Errors with {@link RefusedException} when the
 * login has ended. Safe for concurrent use.
 */
public final class LoginTokens implements TokenProvider {
    /** Whoever asks that soon again asks for the same use. */
    private static final Duration TOGETHER = Duration.ofSeconds(5);

    private record Given(Token token, Instant at) {}

    private final LoginStore store;
    private final Accounts accounts;
    private final Clock clock;
    private final AtomicReference<@Nullable Given> given = new AtomicReference<>();

    public LoginTokens(LoginStore store, Accounts accounts) {
        this(store, accounts, Clock.systemUTC());
    }

    LoginTokens(LoginStore store, Accounts accounts, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public Mono<Token> token() {
        return store.update(login -> isGood(login.access()) ? Mono.just(login) : accounts.renew(login))
                .switchIfEmpty(Mono.error(
                        () -> RefusedException.of(ErrorCode.AUTH_REQUIRED, "nobody is logged in here any more")))
                .map(Login::access)
                .doOnNext(token -> given.updateAndGet(
                        earlier -> earlier != null && earlier.token().equals(token)
                                ? earlier
                                : new Given(token, clock.instant())));
    }

    private boolean isGood(Token access) {
        Instant expiresAt = access.expiresAt();
        return expiresAt != null && clock.instant().isBefore(expiresAt.minus(Tokens.MARGIN)) && !wasRefused(access);
    }

    /** Whoever asks again for what they have was told by the server that it is good no more. */
    private boolean wasRefused(Token access) {
        Given last = given.get();
        return last != null
                && last.token().equals(access)
                && clock.instant().isAfter(last.at().plus(TOGETHER));
    }
}
