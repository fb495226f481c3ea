package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code group transfer}. */
@Command(name = "transfer", description = "Hands a group that you own to another member.")
final class GroupTransfer extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Option(names = "--to", required = true, paramLabel = "USER", description = "Its owner from now on.")
    private String heir = "";

    @Override
    void run(BlockingClient client) {
        print(client.transferGroup(group.id(), Checks.id("--to", heir), WITHIN));
    }
}
