package im.hongyan.core.account.session;

import im.hongyan.core.work.Rounds;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Forgets logins and refresh tokens that have been good for nothing for a while, a few at a time. */
@Component
final class LoginSweeper extends Rounds {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** Longer than the last access token of a login can live. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int ROWS_PER_ROUND = 1_000;

    private final LoginRepository logins;
    private final RefreshTokenRepository refreshTokens;
    private final Clock clock = Clock.systemUTC();

    LoginSweeper(LoginRepository logins, RefreshTokenRepository refreshTokens) {
        super(PERIOD, "logins of the past cannot be swept");
        this.logins = logins;
        this.refreshTokens = refreshTokens;
    }

    @Override
    protected Mono<Void> round() {
        return sweep();
    }

    Mono<Void> sweep() {
        long before = clock.millis() - KEPT.toMillis();
        return refreshTokens
                .deleteExpiredBefore(before, ROWS_PER_ROUND)
                .then(logins.deleteEndedBefore(before, ROWS_PER_ROUND))
                .then();
    }
}
