package im.hongyan.cli.user;

import im.hongyan.client.BlockingClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code user show}. */
@Command(name = "show", description = "Shows what a user says of themselves.")
final class UserShow extends ProfileVerb {
    @Parameters(paramLabel = "USER", arity = "0..1", description = "Who (default: you).")
    private @Nullable String shown;

    @Override
    protected void run(BlockingClient client) {
        print(shown == null ? client.me(WITHIN) : client.user(shown, WITHIN));
    }
}
