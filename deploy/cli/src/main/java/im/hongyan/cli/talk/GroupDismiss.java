package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group dismiss}. */
@Command(name = "dismiss", description = "Makes admins of a group that you own ordinary members again and prints them.")
final class GroupDismiss extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Override
    void run(BlockingClient client) {
        List<String> named = members.some();
        named.forEach(user -> client.dismissAdmin(group.id(), user, WITHIN));
        print(group.id(), "dismissed", named);
    }
}
