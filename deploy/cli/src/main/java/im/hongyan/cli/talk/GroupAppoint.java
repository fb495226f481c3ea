package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group appoint}. */
@Command(name = "appoint", description = "Makes members of a group that you own its admins and prints them.")
final class GroupAppoint extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Override
    void run(BlockingClient client) {
        List<String> named = members.some();
        named.forEach(user -> client.appointAdmin(group.id(), user, WITHIN));
        print(group.id(), "appointed", named);
    }
}
