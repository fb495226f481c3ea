package im.hongyan.core.account.session;

import im.hongyan.core.account.RestTenant;
import im.hongyan.core.account.session.TokenIssuer.Subject;
import im.hongyan.core.account.user.Introductions;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * A tenant's backend, which knows its own users, takes tokens for them. Such a token belongs to no login, so that it cannot be
 * ended; it is short-lived instead. Errors are problem details (RFC 9457).
 */
@RestController
@RequestMapping(path = "/api/v1/server/tokens", produces = "application/json")
class ServerTokenController {
    private static final int MIN_SECONDS = 60;
    private static final int MAX_SECONDS = 3_600;

    /**
     * Absent device: any of the user's; absent life: as long as the access token of a login. The name is for a user who has none
     * yet.
     */
    record NewToken(
            @Nullable String user,
            @Nullable String name,
            @Nullable String device,
            @Nullable Integer expiresInSeconds) {}

    record TokenView(String app, String user, String accessToken, Instant accessTokenExpiresAt) {
        /** Never the token. */
        @Override
        public String toString() {
            return "TokenView of " + user;
        }
    }

    private final TokenIssuer issuer;
    private final Introductions introductions;
    private final SessionProperties lives;

    ServerTokenController(TokenIssuer issuer, Introductions introductions, SessionProperties lives) {
        this.issuer = issuer;
        this.introductions = introductions;
        this.lives = lives;
    }

    @PostMapping(consumes = "application/json")
    Mono<ResponseEntity<TokenView>> make(
            @RequestAttribute(RestTenant.ATTRIBUTE) String tenant, @RequestBody NewToken wanted) {
        String user = Fields.id("user", Objects.requireNonNullElse(wanted.user(), ""));
        String device = wanted.device() == null ? null : Fields.id("device", wanted.device());
        Duration life = life(wanted.expiresInSeconds());
        Mono<Void> introduced =
                wanted.name() == null ? Mono.empty() : introductions.introduce(tenant, user, wanted.name());
        return introduced
                .then(issuer.issue(new Subject(tenant, user, device, null), life))
                .map(token -> ResponseEntity.status(HttpStatus.CREATED)
                        .cacheControl(CacheControl.noStore())
                        .body(new TokenView(tenant, user, token.text(), token.expiresAt())));
    }

    private Duration life(@Nullable Integer seconds) {
        if (seconds == null) {
            return lives.accessToken();
        }
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
            throw Refused.invalid("expiresInSeconds", "must be between " + MIN_SECONDS + " and " + MAX_SECONDS);
        }
        return Duration.ofSeconds(seconds);
    }
}
