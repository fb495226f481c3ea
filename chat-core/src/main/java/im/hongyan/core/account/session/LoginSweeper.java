package im.hongyan.core.account.session;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets logins and refresh tokens that have been good for nothing for a while, a few at a time. */
@Component
final class LoginSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LoginSweeper.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** Longer than the last access token of a login can live. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int ROWS_PER_ROUND = 1_000;

    private final LoginRepository logins;
    private final RefreshTokenRepository refreshTokens;
    private final Clock clock = Clock.systemUTC();
    private final Disposable.Swap rounds = Disposables.swap();
    private volatile boolean running;

    LoginSweeper(LoginRepository logins, RefreshTokenRepository refreshTokens) {
        this.logins = logins;
        this.refreshTokens = refreshTokens;
    }

    /** One round. */
    Mono<Void> sweep() {
        long before = clock.millis() - KEPT.toMillis();
        return refreshTokens
                .deleteExpiredBefore(before, ROWS_PER_ROUND)
                .then(logins.deleteEndedBefore(before, ROWS_PER_ROUND))
                .then();
    }

    @Override
    public void start() {
        running = true;
        rounds.update(Flux.interval(PERIOD)
                .onBackpressureDrop()
                .concatMap(
                        tick -> sweep().onErrorResume(failure -> {
                            LOG.warn("logins of the past cannot be swept: {}", failure.toString());
                            return Mono.empty();
                        }),
                        1)
                .subscribe());
    }

    @Override
    public void stop() {
        rounds.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
