package im.hongyan.core.account.login;

import im.hongyan.core.account.RestPrincipal;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Ids;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Accounts over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/accounts", produces = "application/json")
class AccountController {
    /** Absent app: the default one; absent name: the user's id. */
    record NewAccount(
            @Nullable String app,
            @Nullable String user,
            @Nullable String password,
            @Nullable String name) {
        /** Never the password. */
        @Override
        public String toString() {
            return "NewAccount";
        }
    }

    record AccountView(String app, String user, String name, Instant createdAt) {
        static AccountView of(Account account) {
            return new AccountView(account.tenant(), account.user(), account.name(), account.createdAt());
        }
    }

    record NewPassword(
            @Nullable String oldPassword, @Nullable String newPassword) {
        /** Never the passwords. */
        @Override
        public String toString() {
            return "NewPassword";
        }
    }

    private final RegistrationService registration;
    private final PasswordChange passwords;
    private final ClientAddress addresses;

    AccountController(RegistrationService registration, PasswordChange passwords, ClientAddress addresses) {
        this.addresses = addresses;
        this.registration = registration;
        this.passwords = passwords;
    }

    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<AccountView> register(@RequestBody NewAccount account) {
        String user = Objects.requireNonNullElse(account.user(), "");
        return registration
                .register(
                        Ids.tenant(Objects.requireNonNullElse(account.app(), "")),
                        user,
                        Objects.requireNonNullElse(account.password(), ""),
                        Objects.requireNonNullElse(account.name(), user))
                .map(AccountView::of);
    }

    @PutMapping(path = "/me/password", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> changePassword(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @RequestBody NewPassword password,
            ServerHttpRequest request) {
        return passwords.change(
                principal,
                addresses.of(request),
                Objects.requireNonNullElse(password.oldPassword(), ""),
                Objects.requireNonNullElse(password.newPassword(), ""));
    }
}
