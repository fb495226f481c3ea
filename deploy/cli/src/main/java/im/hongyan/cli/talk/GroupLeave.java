package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group leave}. */
@Command(name = "leave", description = "Leaves a group. Its owner cannot, before it is handed to somebody else.")
final class GroupLeave extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Override
    void run(BlockingClient client) {
        client.removeMember(group.id(), self(), WITHIN);
        printDone(group.id(), "left");
    }
}
