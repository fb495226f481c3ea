package im.hongyan.client.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The token in use: kept until shortly before it expires. Safe for concurrent use. */
public final class Tokens {
    /** A token is not used in the last part of its life, so that it does not expire on the way. */
    public static final Duration MARGIN = Duration.ofSeconds(20);

    private final TokenProvider provider;
    private final Clock clock;
    private final AtomicReference<@Nullable Token> current = new AtomicReference<>();

    public Tokens(TokenProvider provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /** The current token, a new one when there is none or it is about to expire. */
    public Mono<Token> current() {
        return Mono.defer(() -> {
            Token token = current.get();
            return token != null && usable(token)
                    ? Mono.just(token)
                    : provider.token()
                            .switchIfEmpty(Mono.error(() -> new IllegalStateException("the token provider gave none")))
                            .doOnNext(current::set);
        });
    }

    /** The server does not take this token any more. */
    public void discard(Token token) {
        current.compareAndSet(token, null);
    }

    private boolean usable(Token token) {
        Instant expiresAt = token.expiresAt();
        return expiresAt == null || clock.instant().isBefore(expiresAt.minus(MARGIN));
    }
}
