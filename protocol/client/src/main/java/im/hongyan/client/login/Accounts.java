package im.hongyan.client.login;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import im.hongyan.client.transport.Trust;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Accounts with a password at the server, and logging in with it. Errors with {@link RefusedException} when the server said
 * no, and with {@link UnansweredException} when it did not answer.
 */
public final class Accounts {
    private static final String SESSIONS = "/api/v1/sessions";

    private final Rest rest;

    private Accounts(Rest rest) {
        this.rest = rest;
    }

    /** Of the server at {@code http://host:port} or {@code https://host:port}; each call has this time. */
    public static Accounts at(String baseUrl, Trust trust, Duration within) {
        return new Accounts(Rest.at(baseUrl, trust, within));
    }

    /**
     * Makes an account.
     *
     * @param app the tenant; empty: the server's default one
     * @param name null: the id
     */
    public Mono<Void> register(String app, String user, String password, @Nullable String name) {
        Struct.Builder body = who(app, user, password);
        if (name != null) {
            body.putFields("name", text(name));
        }
        return rest.post("/api/v1/accounts", body.build()).then();
    }

    /** Logs in with a device; an earlier login with the same device ends. */
    public Mono<Login> logIn(String app, String user, String password, String device) {
        return rest.post(
                        SESSIONS,
                        who(app, user, password)
                                .putFields("device", text(device))
                                .build())
                .map(answer -> Login.of(answer.getStructValue()));
    }

    /** Exchanges the refresh token. It is good once: whoever loses the answer must log in again. */
    public Mono<Login> renew(Login login) {
        Struct body = Struct.newBuilder()
                .putFields("refreshToken", text(login.refreshToken()))
                .build();
        return rest.post(SESSIONS + "/refresh", body).map(answer -> Login.of(answer.getStructValue()));
    }

    /** Ends the login, for good and at once; its access token must still be good. */
    public Mono<Void> logOut(Login login) {
        return rest.as(Mono.just(login.access().value()))
                .delete(SESSIONS + "/current")
                .then();
    }

    /** Changes the password; this login goes on, all the user's others end. Its access token must still be good. */
    public Mono<Void> changePassword(Login login, String earlier, String later) {
        Struct body = Struct.newBuilder()
                .putFields("oldPassword", text(earlier))
                .putFields("newPassword", text(later))
                .build();
        return rest.as(Mono.just(login.access().value()))
                .put("/api/v1/accounts/me/password", body)
                .then();
    }

    private static Struct.Builder who(String app, String user, String password) {
        Struct.Builder body = Struct.newBuilder().putFields("user", text(user)).putFields("password", text(password));
        return app.isEmpty() ? body : body.putFields("app", text(app));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
