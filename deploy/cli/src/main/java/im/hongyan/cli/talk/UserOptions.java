package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.DevelopmentTokens;
import im.hongyan.wire.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a verb talks; shared by all of them. A secret is never an option: it comes from a file or the environment. */
final class UserOptions {
    private static final String TOKEN_VARIABLE = "HONGYAN_TOKEN";

    @Option(names = "--user", required = true, paramLabel = "USER", description = "Who you are.")
    String user = "";

    @Option(
            names = "--app",
            paramLabel = "TENANT",
            defaultValue = "${env:HONGYAN_APP:-}",
            description = "The tenant (default: the server's default one; env HONGYAN_APP).")
    String app = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "Read the credential from this file. Without it: from the environment variable " + TOKEN_VARIABLE + ";",
                "without that, one is minted with the development key, which only a development server takes."
            })
    @Nullable Path tokenFile;

    String user() {
        if (!Ids.isId(user)) {
            throw CommandFailure.usage("--user: a user id has 1 to 64 of A-Z a-z 0-9 . _ @ -");
        }
        return user;
    }

    String app() {
        if (!app.isEmpty() && !Ids.isId(app)) {
            throw CommandFailure.usage("--app: a tenant id has 1 to 64 of A-Z a-z 0-9 . _ @ -");
        }
        return app;
    }

    /** The credential to log in with. */
    String token() {
        String given = System.getenv(TOKEN_VARIABLE);
        if (tokenFile != null) {
            try {
                return Files.readString(tokenFile).strip();
            } catch (IOException e) {
                throw CommandFailure.usage("--token-file: " + tokenFile + " cannot be read");
            }
        }
        return given != null && !given.isBlank()
                ? given.strip()
                : DevelopmentTokens.mint(app(), user(), DevelopmentTokens.LIFETIME);
    }
}
