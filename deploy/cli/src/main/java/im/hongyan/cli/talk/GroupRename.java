package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code group rename}. */
@Command(name = "rename", description = "Gives a group that you own or govern another name.")
final class GroupRename extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Parameters(paramLabel = "NAME", description = "Its name from now on.")
    private String name = "";

    @Override
    void run(BlockingClient client) {
        print(client.describeGroup(group.id(), name, null, WITHIN));
    }
}
