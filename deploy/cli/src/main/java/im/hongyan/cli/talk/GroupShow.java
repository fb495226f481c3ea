package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group show}. */
@Command(name = "show", description = "Tells what a group of yours says of itself, whose it is and how many are in it.")
final class GroupShow extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Override
    void run(BlockingClient client) {
        print(client.group(group.id(), WITHIN));
    }
}
