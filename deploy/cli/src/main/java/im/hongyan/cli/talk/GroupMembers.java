package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group members}. */
@Command(name = "members", description = "Lists the members of a group of yours, and what they are in it.")
final class GroupMembers extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Override
    void run(BlockingClient client) {
        printMembers(group.id(), client.members(group.id(), WITHIN));
    }
}
