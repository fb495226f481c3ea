package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group add}. */
@Command(name = "add", description = "Adds members to a group of yours and prints those who were none before.")
final class GroupAdd extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Override
    void run(BlockingClient client) {
        print(group.id(), "added", client.addMembers(group.id(), members.all(), WITHIN));
    }
}
