package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code group add}. */
@Command(name = "add", description = "Adds members to a group of yours and prints those who were none before.")
final class GroupAdd extends GroupVerb {
    @Option(
            names = {"--group", "--id"},
            required = true,
            paramLabel = "GROUP",
            description = "The group.")
    private String group = "";

    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Override
    void run(BlockingClient client) {
        print(group, "added", client.addMembers(group, members.all(), WITHIN));
    }
}
