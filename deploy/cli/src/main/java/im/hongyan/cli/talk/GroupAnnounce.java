package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code group announce}. */
@Command(name = "announce", description = "Sets what the members of a group that you own or govern are to read.")
final class GroupAnnounce extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Parameters(paramLabel = "TEXT", description = "The announcement from now on; an empty one takes it away.")
    private String text = "";

    @Override
    void run(BlockingClient client) {
        print(client.describeGroup(group.id(), null, text, WITHIN));
    }
}
