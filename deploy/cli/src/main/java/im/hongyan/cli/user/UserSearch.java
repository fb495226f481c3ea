package im.hongyan.cli.user;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code user search}. */
@Command(name = "search", description = "Finds users whose id or name begins so; a few at the most.")
final class UserSearch extends ProfileVerb {
    @Parameters(
            paramLabel = "TEXT",
            description = "Two characters at least, or one that is Chinese, Japanese or Korean.")
    private String query = "";

    @Override
    protected void run(BlockingClient client) {
        client.searchUsers(query, WITHIN).forEach(this::print);
    }
}
