package im.hongyan.cli.user;

import im.hongyan.cli.CommandFailure;
import im.hongyan.client.BlockingClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code user change}. */
@Command(name = "change", description = "Changes what you say of yourself; what is not given stays.")
final class UserChange extends ProfileVerb {
    @Option(names = "--name", paramLabel = "NAME", description = "Your name.")
    private @Nullable String name;

    @Option(names = "--avatar", paramLabel = "URL", description = "The https address of your picture; empty: none.")
    private @Nullable String avatar;

    @Option(names = "--about", paramLabel = "TEXT", description = "A few words about you; empty: none.")
    private @Nullable String about;

    @Override
    protected void run(BlockingClient client) {
        if (name == null && avatar == null && about == null) {
            throw CommandFailure.usage("--name, --avatar or --about is needed");
        }
        print(client.changeMe(name, avatar, about, WITHIN));
    }
}
