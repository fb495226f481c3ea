package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code group members}. */
@Command(name = "members", description = "Lists the members of a group of yours.")
final class GroupMembers extends GroupVerb {
    @Option(
            names = {"--group", "--id"},
            required = true,
            paramLabel = "GROUP",
            description = "The group.")
    private String group = "";

    @Override
    void run(BlockingClient client) {
        print(group, "members", client.members(group, WITHIN));
    }
}
