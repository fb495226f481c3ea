package im.hongyan.core.account.login;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.account.login.Attempts.Who;
import im.hongyan.core.account.session.LoginService;
import im.hongyan.core.account.session.Tokens;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Logging in, renewing and logging out over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/sessions", produces = "application/json")
class SessionController {
    /** Absent app: the default one. */
    record NewSession(
            @Nullable String app,
            @Nullable String user,
            @Nullable String password,
            @Nullable String device) {
        /** Never the password. */
        @Override
        public String toString() {
            return "NewSession";
        }
    }

    record Renewal(@Nullable String refreshToken) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Renewal";
        }
    }

    /** A login and its tokens. {@code session} is the {@code sid} of the access token; {@code name} is told when logging in. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SessionView(
            String session,
            String app,
            String user,
            @Nullable String name,
            String device,
            String accessToken,
            Instant accessTokenExpiresAt,
            String refreshToken,
            Instant refreshTokenExpiresAt) {
        static ResponseEntity<SessionView> answer(HttpStatus status, Tokens tokens, @Nullable String name) {
            SessionView view = new SessionView(
                    tokens.login().sid(),
                    tokens.login().tenant(),
                    tokens.login().user(),
                    name,
                    tokens.login().device(),
                    tokens.access().text(),
                    tokens.access().expiresAt(),
                    tokens.refreshToken(),
                    tokens.refreshExpiresAt());
            return ResponseEntity.status(status)
                    .cacheControl(CacheControl.noStore())
                    .body(view);
        }

        /** Never the tokens. */
        @Override
        public String toString() {
            return "SessionView of " + session;
        }
    }

    private final PasswordLogin login;
    private final LoginService logins;
    private final ClientAddress addresses;

    SessionController(PasswordLogin login, LoginService logins, ClientAddress addresses) {
        this.addresses = addresses;
        this.login = login;
        this.logins = logins;
    }

    @PostMapping(consumes = "application/json")
    Mono<ResponseEntity<SessionView>> login(@RequestBody NewSession session, ServerHttpRequest request) {
        Who who = new Who(Ids.tenant(text(session.app())), text(session.user()), addresses.of(request));
        return login.login(new PasswordLogin.Attempt(who, text(session.password()), text(session.device())))
                .map(entered -> SessionView.answer(
                        HttpStatus.CREATED, entered.tokens(), entered.account().name()));
    }

    @PostMapping(path = "/refresh", consumes = "application/json")
    Mono<ResponseEntity<SessionView>> refresh(@RequestBody Renewal renewal) {
        return logins.renew(text(renewal.refreshToken()))
                .map(tokens -> SessionView.answer(HttpStatus.OK, tokens, null));
    }

    @DeleteMapping("/current")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> logout(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal) {
        return principal.getSid().isEmpty()
                ? Mono.error(Refused.of(ErrorCode.NOT_FOUND, "this credential belongs to no login of ours"))
                : logins.end(principal.getTenant(), principal.getUser(), principal.getSid());
    }

    private static String text(@Nullable String given) {
        return Objects.requireNonNullElse(given, "");
    }
}
