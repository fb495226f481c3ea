package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;

/** {@code group list}. */
@Command(name = "list", description = "Lists your groups.")
final class GroupList extends GroupVerb {
    @Override
    void run(BlockingClient client) {
        client.groups(WITHIN).forEach(group -> print(group, "owner", group.owner()));
    }
}
