package im.hongyan.cli.login;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.login.Accounts;
import im.hongyan.client.login.Login;
import im.hongyan.client.login.LoginStore;
import im.hongyan.client.login.LoginTokens;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Trust;
import im.hongyan.wire.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The login of a user at a server that this machine keeps, if there is one. */
public final class StoredLogin {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final IdentityOptions who;
    private final Path file;
    private final LoginStore store;
    private final Accounts accounts;

    public StoredLogin(ServerOptions server, IdentityOptions who) {
        this.who = who;
        this.file = who.folder(server).resolve("login.json");
        this.store = LoginStore.file(file);
        this.accounts = Accounts.at("http://" + server.host() + ":" + server.httpPort(), new Trust.Platform(), WITHIN);
    }

    /** As it is kept, whether its tokens are good or not. Waits for other verbs that are about to change it. */
    public Optional<Login> find() {
        return Files.exists(file) ? store.update(Mono::just).blockOptional() : Optional.empty();
    }

    /** The same; fails with {@link im.hongyan.cli.ExitCode#REFUSED} when there is none. */
    public Login get() {
        return find().orElseThrow(() -> CommandFailure.refused(ErrorCode.NOT_FOUND.name(), "no login is kept here"));
    }

    /** Makes an account; no login comes of it. */
    public void register(String password, @Nullable String name) {
        accounts.register(who.app(), who.user(), password, name).block();
    }

    /** Logs in, and keeps that. */
    public Login logIn(String password, String device) {
        return accounts.logIn(who.app(), who.user(), password, device)
                .flatMap(login -> store.put(login).thenReturn(login))
                .blockOptional()
                .orElseThrow();
    }

    /** Ends it at the server; it is kept here all the same. */
    public void logOut() {
        renewed().flatMap(accounts::logOut).block();
    }

    /** This login goes on, the user's others end. */
    public void changePassword(String earlier, String later) {
        renewed()
                .flatMap(login -> accounts.changePassword(login, earlier, later))
                .block();
    }

    private Mono<Login> renewed() {
        return tokens().token().then(Mono.defer(() -> store.update(Mono::just)));
    }

    public void forget() {
        store.remove().block();
    }

    /** Its access tokens; the file has the newest. */
    public TokenProvider tokens() {
        return new LoginTokens(store, accounts);
    }
}
