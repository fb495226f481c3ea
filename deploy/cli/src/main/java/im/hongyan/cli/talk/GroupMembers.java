package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group members}. */
@Command(name = "members", description = "Lists the members of a group of yours.")
final class GroupMembers extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Override
    void run(BlockingClient client) {
        print(group.id(), "members", client.members(group.id(), WITHIN));
    }
}
