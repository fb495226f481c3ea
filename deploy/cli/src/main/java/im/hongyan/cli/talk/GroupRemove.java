package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group remove}. */
@Command(name = "remove", description = "Lets members of a group that you own or govern go and prints them.")
final class GroupRemove extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Override
    void run(BlockingClient client) {
        List<String> leaving = members.some();
        leaving.forEach(user -> client.removeMember(group.id(), user, WITHIN));
        print(group.id(), "removed", leaving);
    }
}
