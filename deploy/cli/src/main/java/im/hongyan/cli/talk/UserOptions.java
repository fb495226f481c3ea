package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.DevelopmentTokens;
import im.hongyan.cli.ServerOptions;
import im.hongyan.cli.login.IdentityOptions;
import im.hongyan.cli.login.StoredLogin;
import im.hongyan.client.login.Login;
import im.hongyan.client.login.Token;
import im.hongyan.client.login.TokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** As whom a verb talks; shared by all of them. A secret is never an option: it comes from a file or the environment. */
public final class UserOptions {
    private static final String TOKEN_VARIABLE = "HONGYAN_TOKEN";

    @Mixin
    private final IdentityOptions who = new IdentityOptions();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "Read the credential from this file. Without it: from the environment variable " + TOKEN_VARIABLE + ";",
                "without that, the login that user login keeps; without one, a credential is minted with the",
                "development key, which only a development server takes."
            })
    @Nullable Path tokenFile;

    public String user() {
        return who.user();
    }

    public String app() {
        return who.app();
    }

    /** What is kept here of this user at this server. */
    Path folder(ServerOptions server) {
        return who.folder(server);
    }

    /** The device of the login that is kept here, when its tokens are used; else one that no other process of this user has. */
    public String device(ServerOptions server, String verb) {
        return stored(server).flatMap(StoredLogin::find).map(Login::device).orElseGet(() -> Clients.newDevice(verb));
    }

    /** This device, when a login that is kept here is for it; {@link im.hongyan.cli.ExitCode#USAGE} when it is for another. */
    String checkedDevice(ServerOptions server, String device) {
        stored(server)
                .flatMap(StoredLogin::find)
                .map(Login::device)
                .filter(own -> !own.equals(device))
                .ifPresent(own -> {
                    throw CommandFailure.usage("--device: the login that is kept here is of the device " + own);
                });
        return device;
    }

    /** The credentials to log in with. */
    TokenProvider tokens(ServerOptions server) {
        return stored(server)
                .filter(login -> login.find().isPresent())
                .map(StoredLogin::tokens)
                .orElse(() -> Mono.fromSupplier(() -> Token.jwt(given())));
    }

    /** Where the login is kept, unless the credential is given. */
    private Optional<StoredLogin> stored(ServerOptions server) {
        return tokenFile == null && variable() == null ? Optional.of(new StoredLogin(server, who)) : Optional.empty();
    }

    private String given() {
        if (tokenFile != null) {
            try {
                return Files.readString(tokenFile).strip();
            } catch (IOException e) {
                throw CommandFailure.usage("--token-file: " + tokenFile + " cannot be read");
            }
        }
        String variable = variable();
        return variable != null ? variable : DevelopmentTokens.mint(app(), user(), DevelopmentTokens.LIFETIME);
    }

    private static @Nullable String variable() {
        String token = System.getenv(TOKEN_VARIABLE);
        return token == null || token.isBlank() ? null : token.strip();
    }
}
